import { expect, test, vi } from 'vitest'
import { onEachDatabase } from './on-each-database.ts'
import { startProject } from './project.ts'

const CODE = `
import { existsSync } from 'node:fs'
import { definitions, job, op } from '@pawl/core'
while (existsSync('hold-imports')) await new Promise((resolve) => setTimeout(resolve, 10))
export default definitions({ jobs: [job('quick', { run: () => op({ name: 'step', run: () => 1 })() })] })
`

vi.setConfig({ testTimeout: 60_000 })

onEachDatabase((database) => {
  test('a run that no worker starts in time fails for that, and is retried by policy', async () => {
    await using project = await startProject({
      files: { 'main.ts': CODE },
      config: {
        locations: { main: './main.ts' },
        storage: await database.newStorage(),
        worker: { processes: 1 },
        monitoring: { tickMs: 100, startTimeoutMs: 700 },
      },
    })
    // The worker that is warm is used from now on, and no run with a process for itself may have it.
    await project.run('quick')
    project.write('hold-imports', '')
    const tags = { 'pawl/isolation': 'fresh', 'pawl/max_retries': 1, 'pawl/retry_delay': '3600' }
    const failed = await project.run('quick', { tags })
    expect(failed.end).toBe('FAILURE/START_TIMEOUT')
    expect(failed.types).not.toContain('RUN_START')
    const retry = await project.instance.runs.getRun(failed.run.tags['pawl/auto_retry_run_id'] ?? '')
    expect(retry).toMatchObject({ status: 'QUEUED', retryNumber: 1, retryOfRunId: failed.run.runId })
  })
})
