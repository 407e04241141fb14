import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import {
  airportHandled,
  launched,
  reportPlan,
  runFailed,
  runStarted,
  stepFailed,
  stepStarted,
  stepSucceeded,
  stepUpForRetry,
  write,
} from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer
let runId: string

beforeEach(async () => {
  instance = testInstance()
  server = await startServer(instance)
  runId = (await launched(instance)).runId
  await write(instance, runId, runStarted(), reportPlan)
})
afterEach(() => server.close())

interface StepPage {
  readonly results: readonly { readonly key: string; readonly status: string; readonly attempts: readonly { number: number }[] }[]
  readonly cursor: string | null
  readonly hasMore: boolean
}

const STEPS = `query ($runId: ID!, $cursor: String, $limit: Int) { runOrError(runId: $runId) { ... on Run {
  steps(cursor: $cursor, limit: $limit) {
    results { key opKey mappingKey status upstream retryAt attempts { number startedAt endedAt } } cursor hasMore } } } }`

const steps = async (variables: Record<string, unknown> = {}): Promise<StepPage> => {
  const { data, errors } = await server.query(STEPS, { runId, ...variables })
  expect(errors).toBeUndefined()
  return (data as { runOrError: { steps: StepPage } }).runOrError.steps
}

async function allSteps(limit: number, between = async (): Promise<void> => {}): Promise<string[]> {
  const keys: string[] = []
  for (let cursor: string | null = null; ; ) {
    const page: StepPage = await steps({ cursor, limit })
    keys.push(...page.results.map(({ key }) => key))
    if (!page.hasMore) return keys
    cursor = page.cursor
    await between()
  }
}

const counts = async (): Promise<Record<string, number>> => {
  const fields = 'total notStarted started interrupted upForRetry success failure skipped reused markedDone'
  const { data } = await server.query(
    `query ($runId: ID!) { runOrError(runId: $runId) { ... on Run { stepCounts { ${fields} } } } }`,
    {
      runId,
    },
  )
  const all = Object.entries((data as { runOrError: { stepCounts: Record<string, number> } }).runOrError.stepCounts)
  return Object.fromEntries(all.filter(([, count]) => count > 0))
}

const split = async (...airports: readonly string[]): Promise<void> => {
  await write(instance, runId, [
    stepStarted('split', 0),
    ...airports.map((airport) => airportHandled(runId, airport)),
    stepSucceeded('split'),
  ])
}

test('planned steps are listed before they start; a mapped one is one row until its items are known', async () => {
  expect((await steps()).results).toMatchObject([
    { key: 'split', opKey: 'split', mappingKey: null, status: 'NOT_STARTED', attempts: [], upstream: [] },
    { key: 'count[?]', opKey: 'count', mappingKey: '?', status: 'NOT_STARTED', upstream: ['split'] },
    { key: 'render', status: 'NOT_STARTED', upstream: ['count'] },
  ])
  expect(await counts()).toEqual({ total: 3, notStarted: 3 })
})

test('copies of a mapped step are listed in key order, started or not', async () => {
  await split('b', 'A', 'a1', 'a')
  await write(instance, runId, [stepStarted('count[a]', 1)])
  const page = await steps()
  expect(page.results.map(({ key, status }) => [key, status])).toEqual([
    ['split', 'SUCCESS'],
    ['count[A]', 'NOT_STARTED'],
    ['count[a1]', 'NOT_STARTED'],
    ['count[a]', 'STARTED'],
    ['count[b]', 'NOT_STARTED'],
    ['render', 'NOT_STARTED'],
  ])
  expect(await counts()).toEqual({ total: 6, notStarted: 4, started: 1, success: 1 })
})

test.each([1, 2, 3, 4, 5, 100])('pages of %i hold every step once, while steps start between them', async (limit) => {
  const keys = Array.from({ length: 11 }, (_, index) => `k${index}`)
  await split(...keys)
  const started = [...keys].reverse().map((key) => `count[${key}]`)
  const all = await allSteps(limit, async () => {
    const next = started.pop()
    if (next !== undefined) await write(instance, runId, [stepStarted(next, 1)])
  })
  expect(all).toEqual(['split', ...keys.map((key) => `count[${key}]`).sort(), 'render'])
})

test('items that become known between two pages are all listed, also those before the placeholder', async () => {
  let isFirst = true
  const all = await allSteps(2, async () => {
    if (isFirst) await split('1', 'a')
    isFirst = false
  })
  expect(all).toEqual(['split', 'count[?]', 'count[1]', 'count[a]', 'render'])
})

test('a dynamic output without items leaves no rows', async () => {
  await split()
  expect((await steps()).results.map(({ key }) => key)).toEqual(['split', 'render'])
  expect(await counts()).toEqual({ total: 2, notStarted: 1, success: 1 })
})

test('attempts are shown in order, the newest last', async () => {
  await write(instance, runId, [stepStarted('split', 0), stepUpForRetry('split', 'first')])
  expect((await steps()).results[0]).toMatchObject({
    status: 'UP_FOR_RETRY',
    retryAt: expect.any(Number),
    attempts: [{ number: 1 }],
  })
  await write(instance, runId, [stepStarted('split', 0, 2), stepUpForRetry('split', 'second', 2), stepStarted('split', 0, 3)])
  expect((await steps()).results[0]).toMatchObject({
    status: 'STARTED',
    retryAt: null,
    attempts: [
      { number: 1, endedAt: expect.any(Number) },
      { number: 2, endedAt: expect.any(Number) },
      { number: 3, endedAt: null },
    ],
  })
})

test('what a run had not finished when it ended was interrupted', async () => {
  await split('a', 'b')
  await write(instance, runId, [
    stepStarted('count[a]', 1),
    stepStarted('count[b]', 1),
    stepUpForRetry('count[b]', 'again'),
    runFailed('UNEXPECTED_TERMINATION', 'The worker died.'),
  ])
  expect((await steps()).results.map(({ status }) => status)).toEqual(['SUCCESS', 'INTERRUPTED', 'INTERRUPTED', 'NOT_STARTED'])
  expect(await counts()).toEqual({ total: 4, notStarted: 1, interrupted: 2, success: 1 })
})

test('one step is found by its key, started or only planned', async () => {
  await split('a', 'b')
  await write(instance, runId, [stepStarted('count[a]', 1)])
  const query =
    'query ($runId: ID!, $key: String!) { runOrError(runId: $runId) { ... on Run { step(stepKey: $key) { key status } } } }'
  const step = async (key: string) =>
    ((await server.query(query, { runId, key })).data as { runOrError: { step: unknown } }).runOrError.step
  expect(await step('count[a]')).toEqual({ key: 'count[a]', status: 'STARTED' })
  expect(await step('count[b]')).toEqual({ key: 'count[b]', status: 'NOT_STARTED' })
  expect(await step('render')).toEqual({ key: 'render', status: 'NOT_STARTED' })
  expect(await step('count[zzz]')).toBeNull()
  expect(await step('nothing')).toBeNull()
})

test('outputs are paged, with what is known of each', async () => {
  await split('a', 'b', 'c')
  const query = `query ($runId: ID!, $cursor: String) { runOrError(runId: $runId) { ... on Run {
    outputs(stepKey: "split", cursor: $cursor, limit: 2) {
      results { output mappingKey location ioManager sizeBytes originRunId metadata { label kind value } } cursor hasMore } } } }`
  const page = async (cursor: string | null) =>
    (
      (await server.query(query, { runId, cursor })).data as {
        runOrError: { outputs: { results: unknown[]; cursor: string; hasMore: boolean } }
      }
    ).runOrError.outputs
  const first = await page(null)
  expect(first).toMatchObject({
    results: [
      {
        output: 'airports',
        mappingKey: 'a',
        location: `/data/${runId}/split/airports/a.json`,
        ioManager: 'fs',
        sizeBytes: 7,
        originRunId: runId,
        metadata: [{ label: 'rows', kind: 'NUMBER', value: 3 }],
      },
      { mappingKey: 'b' },
    ],
    hasMore: true,
  })
  expect(await page(first.cursor)).toMatchObject({ results: [{ mappingKey: 'c' }], hasMore: false })
})

const FAILURE = `query ($runId: ID!) { runOrError(runId: $runId) { ... on Run {
  failure { stepKey attempt reason message error { name message stack } } } } }`

const failure = async (): Promise<unknown> =>
  ((await server.query(FAILURE, { runId })).data as { runOrError: { failure: unknown } }).runOrError.failure

test('a run failed by its steps shows the first of them to fail', async () => {
  await write(instance, runId, [
    stepStarted('split', 0),
    stepStarted('render', 2),
    stepFailed('render', 'no space left'),
    stepFailed('split', 'later'),
    runFailed('STEP_FAILURE', 'Steps failed.'),
  ])
  expect(await failure()).toMatchObject({
    stepKey: 'render',
    attempt: 1,
    message: 'no space left',
    error: { name: 'Error', stack: expect.stringContaining('jobs.ts:3:9') },
  })
})

test('a run that lost its worker shows that, not a step that had failed before', async () => {
  await write(instance, runId, [
    stepStarted('split', 0),
    stepFailed('split', 'earlier'),
    runFailed('UNEXPECTED_TERMINATION', 'The worker died.'),
  ])
  expect(await failure()).toEqual({
    stepKey: null,
    attempt: null,
    reason: 'UNEXPECTED_TERMINATION',
    message: 'The worker died.',
    error: null,
  })
})

test('ten thousand mapped steps are paged and counted in a bounded number of reads', async () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}`)
  await split(...keys)
  let reads = 0
  const listOutputs = instance.runs.listOutputs
  instance.runs.listOutputs = (...args) => {
    reads += 1
    return listOutputs(...args)
  }
  const all = await allSteps(1000)
  expect(all).toHaveLength(10_002)
  expect(new Set(all).size).toBe(10_002)
  expect(await counts()).toEqual({ total: 10_002, notStarted: 10_001, success: 1 })
  // The items are read once, a page at a time; later pages and counts know them.
  expect(reads).toBe(11)
})
