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

const LAUNCH = `mutation ($params: ExecutionParams!) { launchRun(executionParams: $params) {
  __typename
  ... on LaunchRunSuccess { alreadyLaunched warnings run { runId status origin runConfig runConfigYaml opSelection tags { key value } } }
  ... on RunConfigInvalid { errors { path code } }
  ... on InvalidTagsError { problems { key } }
  ... on InvalidOpSelectionError { message position length didYouMean }
  ... on JobNotFoundError { jobName didYouMean }
  ... on RunNotFoundError { message runId }
  ... on Error { message }
} }`

const launch = async (params: Record<string, unknown>) =>
  (await server.query(LAUNCH, { params: { selector: { jobName: 'report' }, ...params } })).data as {
    launchRun: Record<string, unknown>
  }

test('a launch answers with the queued run, as it was asked for', async () => {
  expect(
    await launch({
      selector: { jobName: 'report', locationName: 'flights', opSelection: 'split' },
      runConfigData: 'ops:\n  split: { config: { path: a.csv } }\n',
      executionMetadata: { tags: [{ key: 'max_retries', value: '2' }] },
    }),
  ).toEqual({
    launchRun: {
      __typename: 'LaunchRunSuccess',
      alreadyLaunched: false,
      warnings: [expect.stringContaining('pawl/max_retries')],
      run: {
        runId: expect.any(String),
        status: 'QUEUED',
        origin: 'api',
        runConfig: { ops: { split: { config: { path: 'a.csv' } } } },
        runConfigYaml: 'ops:\n  split:\n    config:\n      path: a.csv\n',
        opSelection: 'split',
        tags: [
          { key: 'team', value: 'ops' },
          { key: 'max_retries', value: '2' },
        ],
      },
    },
  })
})

test('the same press launches once; another request under its key is a conflict', async () => {
  const params = { idempotencyKey: 'press', runConfigData: { ops: {} } }
  const first = await launch(params)
  expect(await launch(params)).toMatchObject({
    launchRun: { alreadyLaunched: true, run: { runId: (first.launchRun['run'] as { runId: string }).runId } },
  })
  expect(await launch({ ...params, runConfigData: {} })).toMatchObject({
    launchRun: { __typename: 'IdempotencyConflictError', message: expect.stringContaining('"press"') },
  })
  expect(await instance.runs.countRuns({})).toBe(1)
})

test.each([
  ['RunConfigInvalid', { runConfigData: { op: 1 } }, { errors: [{ path: ['op'], code: 'UNKNOWN_FIELD' }] }],
  ['RunConfigInvalid', { runConfigData: 'a: [' }, { errors: [{ path: [], code: 'SYNTAX_ERROR' }] }],
  [
    'InvalidTagsError',
    { executionMetadata: { tags: [{ key: 'pawl/retry_number', value: '1' }] } },
    { problems: [{ key: 'pawl/retry_number' }] },
  ],
  [
    'InvalidTagsError',
    {
      executionMetadata: {
        tags: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
    },
    { problems: [{ key: 'a' }] },
  ],
  [
    'InvalidOpSelectionError',
    { selector: { jobName: 'report', opSelection: 'splitt' } },
    { position: 0, length: 6, didYouMean: 'split' },
  ],
  ['JobNotFoundError', { selector: { jobName: 'nothing_like_it' } }, { jobName: 'nothing_like_it', didYouMean: null }],
  ['InvalidRunIdError', { executionMetadata: { runId: '../x' } }, { message: expect.stringContaining('UUID of version 7') }],
  ['RunNotFoundError', { inputsFromRunId: 'gone' }, { runId: 'gone' }],
])('%s tells what is wrong, and nothing is launched', async (type, params, told) => {
  expect(await launch(params)).toMatchObject({ launchRun: { __typename: type, ...told } })
  expect(await instance.runs.countRuns({})).toBe(0)
})

test('a launch by a browser is a manual one', async () => {
  const headers = { 'content-type': 'application/json', origin: server.url }
  const body = JSON.stringify({ query: LAUNCH, variables: { params: { selector: { jobName: 'report' } } } })
  const response = await server.fetch('/graphql', { method: 'POST', headers, body })
  expect(await response.json()).toMatchObject({ data: { launchRun: { run: { origin: 'manual' } } } })
})

test('a location that is not loaded says why', async () => {
  instance.locations.change('flights', {
    status: 'failed',
    jobs: [],
    error: { name: 'SyntaxError', message: 'Unexpected token', stack: 'SyntaxError: Unexpected token\n    at jobs.ts:1' },
  })
  const query = `mutation { launchRun(executionParams: { selector: { jobName: "report", locationName: "flights" } }) {
    ... on LocationNotLoadedError { message locationName error { name stack } } } }`
  expect((await server.query(query)).data).toEqual({
    launchRun: {
      message: 'Location "flights" could not be loaded: Unexpected token.',
      locationName: 'flights',
      error: { name: 'SyntaxError', stack: 'SyntaxError: Unexpected token\n    at jobs.ts:1' },
    },
  })
})

const TERMINATE = `mutation ($runIds: [ID!]!) { terminateRuns(runIds: $runIds) {
  __typename
  ... on TerminateRunSuccess { run { runId status canTerminate cancelCause } }
  ... on TerminateRunFailure { message run { status } }
  ... on RunNotFoundError { runId }
} }`

test('runs are terminated together, each with its own answer', async () => {
  const [queued, started, ended] = [await launched(instance), await launched(instance), await launched(instance)]
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  await instance.runs.write([
    { runId: started.runId, guard, events: [], change: { status: 'STARTED' } },
    { runId: ended.runId, guard, events: [], change: { status: 'SUCCESS', endedAt: 5 } },
  ])
  const { data } = await server.query(TERMINATE, { runIds: [queued.runId, started.runId, ended.runId, 'nothing'] })
  expect(data).toEqual({
    terminateRuns: [
      {
        __typename: 'TerminateRunSuccess',
        run: { runId: queued.runId, status: 'CANCELED', canTerminate: false, cancelCause: null },
      },
      {
        __typename: 'TerminateRunSuccess',
        run: { runId: started.runId, status: 'CANCELING', canTerminate: true, cancelCause: 'user' },
      },
      { __typename: 'TerminateRunFailure', message: expect.stringContaining('already ended'), run: { status: 'SUCCESS' } },
      { __typename: 'RunNotFoundError', runId: 'nothing' },
    ],
  })
})

test('who terminates a run that has just failed is told of its retry, which is canceled', async () => {
  const [failed, retry] = [await launched(instance), await launched(instance)]
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  const change = { status: 'FAILURE', endedAt: 5, tags: { 'pawl/auto_retry_run_id': retry.runId } } as const
  await instance.runs.write([{ runId: failed.runId, guard, events: [], change }])
  const { data } = await server.query(TERMINATE, { runIds: [failed.runId] })
  const message = `Run ${failed.runId} had already failed; its retry, run ${retry.runId}, was canceled before it started.`
  expect(data).toEqual({ terminateRuns: [{ __typename: 'TerminateRunFailure', message, run: { status: 'FAILURE' } }] })
  expect(await instance.runs.getRun(retry.runId)).toMatchObject({ status: 'CANCELED' })
})
