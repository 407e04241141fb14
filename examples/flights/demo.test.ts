import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const TIMEOUT_MS = 60_000
const run = promisify(execFile)

test('the demo loses its worker, retries from failure, and reuses every mapped output', { timeout: TIMEOUT_MS }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'pawl-demo-'))
  try {
    const args = ['demo.ts', '--exit', '--limit', '5000']
    const env = { ...process.env, PAWL_HOME: home }
    const { stdout } = await run(process.execPath, args, { cwd: import.meta.dirname, env, timeout: TIMEOUT_MS })
    expect(stdout).toContain('The run ended in FAILURE (UNEXPECTED_TERMINATION)')
    expect(stdout).toContain('It is retried from failure')
    const [, retried = ''] = stdout.split('It is retried from failure')
    expect(retried).toContain('The run ended in SUCCESS')
    expect(retried).toMatch(/reused +209 steps: .*summarise × 202/)
    expect(retried).toMatch(/ran +2 steps: aggregate, report\n/)
    expect(retried).toMatch(/map +.*\/report\/map\.svg/)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})
