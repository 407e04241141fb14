import { readFileSync } from 'node:fs'
import { screenOn } from '@pawl/cli'
import { buildSchema, type GraphQLSchema, graphql } from 'graphql'
import { expect, test } from 'vitest'
import { followRun, waitUntilLoaded } from './follow-run.ts'
import type { GraphqlClient } from './graphql-client.ts'
import { getResult, JOB, launchReport, listEvents, listOps } from './report-run.ts'

const SCHEMA: GraphQLSchema = buildSchema(
  readFileSync(new URL('../../../packages/graphql/schema.graphql', import.meta.url), 'utf8'),
)

type Resolvers = Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>

/** Answers by the real schema: what it does not know, or is not given, is an error. */
const clientOf = (rootValue: Resolvers): GraphqlClient => ({
  async request(source, variableValues, schema) {
    const { data, errors } = await graphql({ schema: SCHEMA, source, variableValues, rootValue })
    if (errors !== undefined) throw new Error(errors.map((error) => error.message).join('\n'))
    return schema.parse(data)
  },
})

const event = (seq: number, eventType: string, stepKey: string | null, payload: object) => ({
  eventType,
  at: 1_000 + seq,
  stepKey,
  attempt: stepKey === null ? null : 1,
  payload,
})
const LOG = [
  event(1, 'RUN_START', null, {}),
  event(2, 'STEP_START', 'read_flights', {}),
  event(3, 'STEP_UP_FOR_RETRY', 'read_flights', {
    error: { message: 'No luck.' },
    reason: 'Retry 1 of 4, in 0.5 s.',
    delaySeconds: 0.5,
  }),
  { ...event(4, 'STEP_RESTARTED', 'read_flights', {}), attempt: 2 },
  event(5, 'STEP_SUCCESS', 'read_flights', { startedAt: 1_004 }),
  event(6, 'RUN_SUCCESS', null, {}),
]

/** Two events a page, as if the run were still going on. */
const pagedLog: Resolvers = {
  jobOrError: () => ({ __typename: 'Job', ops: [{ key: 'read_flights', mapOver: null }] }),
  logsForRun: ({ afterCursor }) => {
    const from = Number(afterCursor ?? 0)
    return { __typename: 'EventConnection', events: LOG.slice(from, from + 2), cursor: String(Math.min(LOG.length, from + 2)) }
  },
}

test('a launch waits until the location is loaded', async () => {
  const statuses = ['LOADING', 'LOADING', 'LOADED']
  const locations = () => [
    { name: 'other', status: 'FAILED', error: { message: 'Not ours.' } },
    { name: 'flights', status: statuses.shift() },
  ]
  await waitUntilLoaded(clientOf({ locations }), new AbortController().signal)
  expect(statuses).toEqual([])
})

test('a location that does not load says why', async () => {
  const locations = () => [{ name: 'flights', status: 'FAILED', error: { message: 'A comma is missing.' } }]
  await expect(waitUntilLoaded(clientOf({ locations }), new AbortController().signal)).rejects.toThrow('A comma is missing.')
})

test('the ops of the job are asked for by location and job', async () => {
  let asked: unknown
  const client = clientOf({
    jobOrError: ({ selector }) => {
      asked = selector
      return { __typename: 'Job', ops: [{ key: 'summarise', mapOver: { key: 'split_by_airport', output: 'result' } }] }
    },
  })
  expect(await listOps(client)).toEqual([{ key: 'summarise', mapOver: { key: 'split_by_airport', output: 'result' } }])
  expect(asked).toEqual(JOB)
})

test('a launch gives the service its address, and the limit and the crash only where they were asked for', async () => {
  const configs: unknown[] = []
  const client = clientOf({
    launchRun: ({ executionParams }) => {
      configs.push((executionParams as { runConfigData: unknown }).runConfigData)
      return { __typename: 'LaunchRunSuccess', run: { runId: 'r1' } }
    },
  })
  const regionsUrl = 'http://127.0.0.1:1/regions.json'
  expect(await launchReport(client, { regionsUrl, limit: undefined, crashOnce: false })).toBe('r1')
  await launchReport(client, { regionsUrl, limit: 5, crashOnce: true })
  expect(configs).toEqual([
    { ops: { get_regions: { config: { url: regionsUrl } } } },
    {
      ops: {
        get_regions: { config: { url: regionsUrl } },
        aggregate: { config: { crashOnce: true } },
        read_flights: { config: { limit: 5 } },
      },
    },
  ])
})

test.each([
  [{ __typename: 'LocationNotLoadedError', message: 'It does not load.' }, 'It does not load.'],
  [
    { __typename: 'RunConfigInvalid', errors: [{ path: ['ops', 'read_flights'], message: 'Too many.' }] },
    'ops.read_flights: Too many.',
  ],
])('what the server has against a launch is what the demo says: %j', async (answer, message) => {
  const client = clientOf({ launchRun: () => answer })
  await expect(launchReport(client, { regionsUrl: 'http://127.0.0.1:1/', limit: undefined, crashOnce: false })).rejects.toThrow(
    message,
  )
})

test('a run is followed page by page to its end', async () => {
  const lines: string[] = []
  const screen = { ...screenOn(process.stdout), print: (...printed: readonly string[]) => void lines.push(...printed) }
  const paint = (_: string, text: string): string => text
  const { signal } = new AbortController()
  const progress = await followRun({ client: clientOf(pagedLog), runId: 'r1', screen, paint, signal })
  expect(progress).toMatchObject({ end: 'SUCCESS', startedAt: 1_001, endedAt: 1_006 })
  expect(lines).toEqual([
    '  0.00 s  read_flights: attempt 1 failed: No luck. Retry 1 of 4, in 0.5 s.',
    '  0.00 s  read_flights: success (3 ms, 2 attempts)',
  ])
})

test('following ends when it is told to', async () => {
  const client = clientOf({ ...pagedLog, logsForRun: () => ({ __typename: 'EventConnection', events: [], cursor: '0' }) })
  const options = { client, runId: 'r1', screen: screenOn(process.stdout), paint: () => '' }
  await expect(followRun({ ...options, signal: AbortSignal.abort() })).rejects.toThrow(/abort/)
})

test('a run that is gone is an error in the words of the server', async () => {
  const gone = { __typename: 'RunNotFoundError', message: 'There is no run r1.', runId: 'r1' }
  await expect(listEvents(clientOf({ logsForRun: () => gone }), 'r1', undefined)).rejects.toThrow('There is no run r1.')
  await expect(getResult(clientOf({ runOrError: () => gone }), 'r1')).rejects.toThrow('There is no run r1.')
})

test('the result says where the report lies, what went wrong, and which run tries again', async () => {
  const results = [{ output: 'table', location: 'outputs/r1/report/table.json', sizeBytes: '12' }]
  const failure = { reason: 'UNEXPECTED_TERMINATION', message: 'The worker process ended.' }
  const run = { __typename: 'Run', outputs: { results }, failure: null, tags: [{ key: 'team', value: 'flights' }] }
  const outputs = { results: [{ ...results[0], sizeBytes: 12 }] }
  expect(await getResult(clientOf({ runOrError: () => run }), 'r1')).toEqual({ outputs, failure: null, retryRunId: undefined })
  const failed = { ...run, failure, tags: [{ key: 'pawl/auto_retry_run_id', value: 'r2' }] }
  expect(await getResult(clientOf({ runOrError: () => failed }), 'r1')).toEqual({ outputs, failure, retryRunId: 'r2' })
})
