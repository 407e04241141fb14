import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EndedRun } from './ended-run.ts'
import { startProject, type TestProject } from './project.ts'

let project: TestProject
beforeAll(async () => {
  process.env['PAWL_TOKEN'] = 'a-token-nobody-shall-see'
  process.env['PGPASSWORD'] = 'nor-this'
  process.env['KEPT'] = 'kept'
  project = await startProject({ jobs: 'runs' })
})
afterAll(async () => {
  await project[Symbol.asyncDispose]()
  for (const name of ['PAWL_TOKEN', 'PGPASSWORD', 'KEPT']) delete process.env[name]
})

const file = (name: string): string => join(project.directory, name)
const lines = (name: string): string[] => readFileSync(file(name), 'utf8').trim().split('\n')

/** What a step of a run has put out, as the file that lies there. */
function outputOf(run: EndedRun, stepKey: string): unknown {
  const output = run.outputs.find((one) => one.stepKey === stepKey)
  return JSON.parse(readFileSync(output?.stored.location ?? '', 'utf8'))
}

test('a chain runs in order, in one batch more than it has steps', async () => {
  const run = await project.run('chain')
  expect(run.end).toBe('SUCCESS')
  expect(run.types.slice(0, 5)).toEqual(['RUN_ENQUEUED', 'RUN_DEQUEUED', 'RUN_STARTING', 'RUN_START', 'STEP_START'])
  expect(run.types.at(-1)).toBe('RUN_SUCCESS')
  const steps = run.events.filter(({ type }) => type === 'STEP_START' || type === 'STEP_SUCCESS')
  expect(steps.map(({ type, stepKey }) => `${type} ${stepKey}`)).toEqual(
    ['one', 'a', 'b', 'c'].flatMap((key) => [`STEP_START ${key}`, `STEP_SUCCESS ${key}`]),
  )
  expect(run.run.lastBatch).toBe(5)
  expect(outputOf(run, 'c')).toBe(4)
  expect(run.run.generation).toBe(project.engine.instance.locations.listLocations()[0]?.generation)
  expect(await project.engine.instance.runs.getPlan(run.run.planHash ?? '')).toBeDefined()
})

test('mapped steps run, each with its own key and output', async () => {
  const run = await project.run('mapped')
  expect(run.end).toBe('SUCCESS')
  expect(run.steps.map(({ stepKey, status }) => `${stepKey} ${status}`).sort()).toEqual([
    'double[x] SUCCESS',
    'double[y] SUCCESS',
    'double[z] SUCCESS',
    'split SUCCESS',
    'total SUCCESS',
  ])
  expect(outputOf(run, 'total')).toBe(2 * (120 + 121 + 122))
})

test('an op is retried in the same run and process, under its policy', async () => {
  const run = await project.run('retried', {
    config: { ops: { flaky: { config: { path: file('attempts.txt'), failures: 2 } } } },
  })
  expect(run.end).toBe('SUCCESS')
  expect(lines('attempts.txt')).toEqual(['1', '2', '3'])
  expect(run.eventsOf('STEP_UP_FOR_RETRY').map(({ attempt, payload }) => `${attempt} ${payload.error.message}`)).toEqual([
    '1 attempt 1 fails',
    '2 attempt 2 fails',
  ])
  expect(run.eventsOf('STEP_RESTARTED').map(({ attempt }) => attempt)).toEqual([2, 3])
  expect(run.steps.find(({ stepKey }) => stepKey === 'flaky')).toMatchObject({ status: 'SUCCESS', attempts: 3 })
})

test('what fails in an op fails its run, with the error in the log', async () => {
  const run = await project.run('failed')
  expect(run.end).toBe('FAILURE/STEP_FAILURE')
  expect(run.message).toBe('Failed: "failing".')
  expect(run.run.tags).toMatchObject({ 'pawl/failure_reason': 'STEP_FAILURE' })
  expect(run.eventOf('STEP_FAILURE').payload.error).toMatchObject({ message: 'it cannot' })
  expect(run.eventOf('STEP_FAILURE').payload.error.stack).toContain('main.ts')
  expect(run.steps.map(({ stepKey }) => stepKey)).toEqual(['failing'])
})

test('users’ code is imported by other processes than the daemon, which keeps its secrets from them', async () => {
  const run = await project.run('surroundings')
  const seen = outputOf(run, 'environment') as { readonly pid: number; readonly names: string[]; readonly kept: string }
  expect(seen.pid).toBe(run.workerPid)
  expect(seen.pid).not.toBe(process.pid)
  expect(lines('imports.txt')).toContain(String(seen.pid))
  expect(lines('imports.txt')).not.toContain(String(process.pid))
  expect(seen.names.filter((name) => name.startsWith('PAWL_') || name.startsWith('PGPASS'))).toEqual(['PAWL_PROCESS'])
  expect(seen.kept).toBe('kept')
})

test('a selection takes what it leaves open from another run', async () => {
  const config = { ops: { noted: { config: { path: file('noted.txt'), limit: 21 } } } }
  const whole = await project.run('selectable', { config })
  expect(outputOf(whole, 'double')).toBe(42)
  const part = await project.run('selectable', { opSelection: 'double', inputsFromRunId: whole.run.runId })
  expect(part.end).toBe('SUCCESS')
  expect(part.steps.map(({ stepKey }) => stepKey)).toEqual(['double'])
  expect(outputOf(part, 'double')).toBe(42)
  expect(lines('noted.txt')).toEqual(['noted'])
})

test('a selection that nothing gives its inputs is refused at launch', async () => {
  await expect(project.launch('selectable', { opSelection: 'double' })).rejects.toThrow(/double.*inputs/s)
})

test('mapped steps of another run give their items', async () => {
  const whole = await project.run('mapped')
  const part = await project.run('mapped', { opSelection: 'total', inputsFromRunId: whole.run.runId })
  expect(part.end).toBe('SUCCESS')
  expect(outputOf(part, 'total')).toBe(2 * (120 + 121 + 122))
})

test('a resource is made once for its run and ends with it', async () => {
  writeFileSync(file('lifetime.txt'), '')
  expect((await project.run('with_resource')).end).toBe('SUCCESS')
  expect(lines('lifetime.txt')).toEqual(['made', 'disposed'])
})

test('many runs at once all end, each with its own log', async () => {
  const launched = await Promise.all(Array.from({ length: 30 }, () => project.launch('chain')))
  const runs = await Promise.all(launched.map(({ runId }) => project.ended(runId)))
  expect(runs.map(({ end }) => end)).toEqual(runs.map(() => 'SUCCESS'))
  expect(runs.map(({ run }) => run.lastBatch)).toEqual(runs.map(() => 5))
})

test('the engine has had nothing to report', () => {
  expect(project.reports).toEqual([])
})
