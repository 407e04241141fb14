import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProject, type TestProject } from './project.ts'
import { until } from './until.ts'

let project: TestProject
beforeAll(async () => {
  project = await startProject({ jobs: 'output', config: { worker: { processes: 1 } } })
})
afterAll(() => project[Symbol.asyncDispose]())

const words = { a: { config: { word: 'alpha' } }, b: { config: { word: 'beta' } }, c: { config: { word: 'gamma' } } }
const rounds = Array.from({ length: 40 }, (_, round) => round)

test('what steps print at the same time is told apart, however they print it', async () => {
  const run = await project.run('at_once', { config: { ops: words } })
  expect(run.end).toBe('SUCCESS')
  for (const [key, { config }] of Object.entries(words)) {
    expect(await run.printed('stdout', key)).toBe(rounds.map((round) => `${config.word} ${round}!\n`).join(''))
    expect(await run.printed('stderr', key)).toBe(rounds.map((round) => `${config.word} to stderr ${round}\n`).join(''))
    expect(run.eventOf('LOGS_CAPTURED', key).payload.streams).toEqual(['stdout', 'stderr'])
  }
  expect(await run.printed('stdout')).toBe('')
})

test('what child processes print goes to the run, not to a step', async () => {
  const run = await project.run('parent')
  expect(await run.printed('stdout', 'children')).toBe('of the op\n')
  expect(await run.printed('stdout')).toBe('of a child\n')
  expect(await run.printed('stderr')).toBe('its error\n')
  const captured = run.eventsOf('LOGS_CAPTURED').map(({ stepKey, payload }) => [stepKey, payload.streams])
  expect(captured).toEqual([
    ['children', ['stdout']],
    [undefined, ['stdout', 'stderr']],
  ])
  const logs = await project.engine.instance.capturedLogs.listLogs(run.run.runId)
  expect(logs.map(({ stepKey, stream, sizeBytes }) => [stepKey, stream, sizeBytes])).toEqual([
    ['children', 'stdout', 10],
    [null, 'stdout', 11],
    [null, 'stderr', 10],
  ])
})

test('a child that outlives its run prints to that run, not to the next', async () => {
  const run = await project.run('leaves_child')
  await until('the child has printed', async () => (await run.printed('stdout')) !== '')
  expect(await run.printed('stdout')).toBe('late child\n')
  const next = await project.run('quiet')
  expect(next.workerPid).toBe(run.workerPid)
  expect(await next.printed('stdout')).toBe('')
})

test('a log is read in slices that break no character', async () => {
  const run = await project.run('multi_byte')
  const whole = 'aé€😀'.repeat(1_000)
  const { capturedLogs } = project.engine.instance
  const key = { runId: run.run.runId, stepKey: 'foreign', attempt: 1, stream: 'stdout' } as const
  for (const limitBytes of [4, 7, 1_001]) {
    let text = ''
    for (let offset = 0; offset < 10_000; ) {
      const slice = await capturedLogs.readLog(key, { offset, limitBytes })
      expect(slice.offset).toBe(offset)
      expect(slice.nextOffset).toBeGreaterThan(offset)
      text += slice.text
      offset = slice.nextOffset
    }
    expect(text).toBe(whole)
  }
  expect((await capturedLogs.readLog(key, { offset: -6, limitBytes: 100 })).text).toBe('😀')
  expect((await capturedLogs.readLog(key, { offset: 99_999, limitBytes: 100 })).text).toBe('')
})

test('huge output is kept whole', async () => {
  const run = await project.run('huge', { config: { ops: { loud: { config: { megabytes: 24 } } } } })
  expect(run.end).toBe('SUCCESS')
  const [log] = await project.engine.instance.capturedLogs.listLogs(run.run.runId)
  expect(log?.sizeBytes).toBe(24 * 1_024 * 1_024)
})

test('a run that prints nothing has no logs', async () => {
  const run = await project.run('quiet')
  expect(run.eventsOf('LOGS_CAPTURED')).toEqual([])
  expect(await project.engine.instance.capturedLogs.listLogs(run.run.runId)).toEqual([])
})

test('every attempt has its own log', async () => {
  const run = await project.run('attempts')
  expect(await run.printed('stdout', 'retrying', 1)).toBe('attempt 1\n')
  expect(await run.printed('stdout', 'retrying', 2)).toBe('attempt 2\n')
})

test('what is logged beyond the limit of events is in the captured log', async () => {
  const run = await project.run('logged')
  expect(run.eventsOf('LOG')).toHaveLength(1_000)
  const spilled = (await run.printed('stderr', 'spilling')).trim().split('\n')
  expect(spilled).toHaveLength(100)
  expect(spilled.at(-1)).toBe('[info] line 1099')
})

test('nothing was reported', () => {
  expect(project.reports).toEqual([])
})
