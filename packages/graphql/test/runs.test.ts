import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import { launched } from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer

beforeEach(async () => {
  instance = testInstance()
  server = await startServer(instance)
})
afterEach(() => server.close())

const RUNS = `query ($filter: RunsFilter, $cursor: String, $limit: Int) {
  runsOrError(filter: $filter, cursor: $cursor, limit: $limit) {
    ... on Runs { results { runId } cursor hasMore count }
    ... on InvalidFilterError { message }
  } }`

interface Page {
  readonly results: readonly { readonly runId: string }[]
  readonly cursor: string | null
  readonly hasMore: boolean
  readonly count: number
  readonly message?: string
}

const runs = async (variables: Record<string, unknown> = {}): Promise<Page> =>
  ((await server.query(RUNS, variables)).data as { runsOrError: Page }).runsOrError

test('pages hold every run once, newest first, though others are launched between them', async () => {
  const before: string[] = []
  for (let index = 0; index < 7; index++) before.unshift((await launched(instance)).runId)
  const seen: string[] = []
  let page = await runs({ limit: 3 })
  for (;;) {
    seen.push(...page.results.map(({ runId }) => runId))
    if (!page.hasMore) break
    await launched(instance)
    page = await runs({ limit: 3, cursor: page.cursor })
  }
  expect(seen).toEqual(before)
  expect(page.count).toBe(9)
})

test('filters are combined', async () => {
  const forecast = await launched(instance, { jobName: 'forecast', tags: { team: 'sky', nightly: true } })
  const alerts = await launched(instance, { jobName: 'alerts', tags: { team: 'sky' } })
  const report = await launched(instance)
  await instance.runs.write([
    { runId: alerts.runId, guard: { kind: 'status', statuses: ['QUEUED'] }, events: [], change: { status: 'STARTED' } },
  ])
  const found = async (filter: Record<string, unknown>) => (await runs({ filter })).results.map(({ runId }) => runId)
  expect(await found({ jobName: 'forecast' })).toEqual([forecast.runId])
  expect(await found({ locationName: 'weather' })).toEqual([alerts.runId, forecast.runId])
  expect(await found({ statuses: ['STARTED', 'SUCCESS'] })).toEqual([alerts.runId])
  expect(await found({ tags: [{ key: 'team', value: 'sky' }, { key: 'nightly' }] })).toEqual([forecast.runId])
  expect(await found({ runIds: [report.runId, forecast.runId] })).toEqual([report.runId, forecast.runId])
  expect(await found({ rootRunId: report.runId })).toEqual([report.runId])
  expect(await found({ createdAfter: report.createdAt })).toEqual([])
  expect((await runs({ filter: { locationName: 'weather' }, limit: 1 })).count).toBe(2)
})

test('a filter that cannot fit and a cursor that is none are said to be so', async () => {
  expect((await runs({ cursor: 'abc' })).message).toContain('no run id')
  expect((await runs({ filter: { createdAfter: 5, createdBefore: 5 } })).message).toContain('not before')
})

test('a run is found by its id, or said to be unknown', async () => {
  const run = await launched(instance, { tags: { 'pawl/priority': 4 } })
  const query = `query ($runId: ID!) { runOrError(runId: $runId) {
    ... on Run { id runId jobName locationName status createdAt startedAt priority rootRunId parentRunId retryNumber
      canTerminate eventsCursor failure { message } stepCounts { total } steps { results { key } hasMore } }
    ... on RunNotFoundError { message runId } } }`
  expect((await server.query(query, { runId: run.runId })).data).toEqual({
    runOrError: {
      id: run.runId,
      runId: run.runId,
      jobName: 'report',
      locationName: 'flights',
      status: 'QUEUED',
      createdAt: run.createdAt,
      startedAt: null,
      priority: 4,
      rootRunId: run.runId,
      parentRunId: null,
      retryNumber: 0,
      canTerminate: true,
      eventsCursor: '1',
      failure: null,
      stepCounts: { total: 0 },
      steps: { results: [], hasMore: false },
    },
  })
  expect((await server.query(query, { runId: 'nothing' })).data).toEqual({
    runOrError: { runId: 'nothing', message: 'There is no run nothing: it was deleted or never existed.' },
  })
})

test('tags are suggested by what runs have had', async () => {
  await launched(instance, { tags: { team: 'sky' } })
  const query = 'query ($key: String, $prefix: String) { tagSuggestions(key: $key, prefix: $prefix) }'
  expect((await server.query(query, { prefix: 'te' })).data).toEqual({ tagSuggestions: ['team'] })
  expect((await server.query(query, { key: 'team' })).data).toEqual({ tagSuggestions: ['sky'] })
})

test.each([
  'jobs(limit: 0) { hasMore }',
  'jobs(limit: 1001) { hasMore }',
  'runsOrError(limit: -1) { __typename }',
  'logsForRun(runId: "x", limit: 5000) { __typename }',
  'tagSuggestions(limit: 1001)',
  'capturedLogs(key: { runId: "018bcfe5-6800-7000-8000-000000000001", stream: STDOUT }, limitBytes: 99999999) { text }',
])('a limit out of bounds is refused with the bounds: %s', async (field) => {
  const { errors } = await server.query(`{ ${field} }`)
  expect(errors).toMatchObject([
    { message: expect.stringMatching(/Ask for 1 to \d+ at a time/), extensions: { code: 'INVALID_LIMIT' } },
  ])
})
