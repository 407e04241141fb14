import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProject } from './project.ts'
import { until } from './until.ts'

const fresh = { tags: { 'pawl/isolation': 'fresh' } }

test.concurrent('a run that wants a process for itself shares it with none, before or after', async () => {
  await using project = await startProject({ jobs: 'quietness', config: { worker: { processes: 2 } } })
  const before = await project.run('quiet')
  const isolated = await project.run('quiet', fresh)
  const after = await project.run('quiet')
  const again = await project.run('quiet', fresh)
  expect([before, isolated, after, again].map(({ end }) => end)).toEqual(Array(4).fill('SUCCESS'))
  expect(isolated.workerPid).not.toBe(before.workerPid)
  expect(after.workerPid).not.toBe(isolated.workerPid)
  expect([before, isolated, after].map(({ workerPid }) => workerPid)).not.toContain(again.workerPid)
})

test.concurrent('runs share a worker at the same time where that is allowed, but not with one that wants it for itself', async () => {
  await using project = await startProject({ jobs: 'quietness', config: { worker: { processes: 2, runsAtOnce: 4 } } })
  const waits = async (name: string, launch = {}) => {
    const config = { ops: { waiting: { config: { path: join(project.directory, name) } } } }
    const run = await project.launch('waits', { config, ...launch })
    await until('it has begun', () => existsSync(join(project.directory, name)))
    return run
  }
  const one = await waits('one')
  const isolated = await waits('isolated', fresh)
  const two = await waits('two')
  for (const name of ['one', 'isolated', 'two']) project.write(`${name}.go`, '')
  const [first, alone, second] = await Promise.all([one, isolated, two].map(({ runId }) => project.ended(runId)))
  expect(second?.workerPid).toBe(first?.workerPid)
  expect(alone?.workerPid).not.toBe(first?.workerPid)
})

test.concurrent('a location without a worker gets its turn although others keep all processes busy', async () => {
  const files = {
    'other.ts':
      "import { definitions, job, op } from '@pawl/core'\nexport default definitions({ jobs: [job('other', { run: () => op({ name: 'other', run: () => process.pid })() })] })\n",
  }
  const config = { locations: { main: './main.ts', other: './other.ts' }, worker: { processes: 1, runsAtOnce: 2 } }
  await using project = await startProject({ jobs: 'quietness', files, config })
  const busy = await Promise.all(Array.from({ length: 6 }, () => project.launch('slow')))
  const other = await project.run('other')
  expect(other.end).toBe('SUCCESS')
  const ended = await Promise.all(busy.map(({ runId }) => project.ended(runId)))
  expect(ended.map(({ end }) => end)).toEqual(ended.map(() => 'SUCCESS'))
  expect(project.reports).toEqual([])
})
