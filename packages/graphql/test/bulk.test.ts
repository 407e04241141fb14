import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '@pawl/core/plugin'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import { airportHandled, launched, runFailed, runStarted, stepFailed, stepStarted, write } from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let instance: TestInstance
let server: TestServer

beforeEach(async () => {
  instance = testInstance()
  server = await startServer(instance)
})
afterEach(() => server.close())

async function failed(request: Parameters<typeof launched>[1] = {}): Promise<Run> {
  const run = await launched(instance, request)
  await write(instance, run.runId, [
    ...runStarted(),
    stepStarted('split', 0),
    airportHandled(run.runId, 'jfk'),
    stepFailed('split', 'no luck'),
    runFailed('STEP_FAILURE', 'A step failed.'),
  ])
  return run
}

test('runs are deleted together, each with its own answer', async () => {
  const [one, queued] = [await failed(), await launched(instance)]
  instance.capturedLogs.append({ runId: one.runId, stepKey: 'split', attempt: 1, stream: 'stdout' }, 'hello')
  const query = `mutation ($runIds: [ID!]!) { deleteRuns(runIds: $runIds) { __typename
    ... on DeleteRunSuccess { runId keptOutputs warnings } ... on DeleteRunFailure { message run { status } } ... on RunNotFoundError { runId } } }`
  expect((await server.query(query, { runIds: [one.runId, queued.runId, 'nothing'] })).data).toEqual({
    deleteRuns: [
      { __typename: 'DeleteRunSuccess', runId: one.runId, keptOutputs: 0, warnings: [] },
      { __typename: 'DeleteRunFailure', message: expect.stringContaining('has not ended'), run: { status: 'QUEUED' } },
      { __typename: 'RunNotFoundError', runId: 'nothing' },
    ],
  })
  expect(await instance.runs.getRun(one.runId)).toBeUndefined()
  expect(await instance.capturedLogs.listLogs(one.runId)).toEqual([])
})

const FIELDS =
  '__typename ... on BulkOperation { id action total done isDone failureCount failures { runId message } launchedRunIds startedAt endedAt }'
const START = `mutation ($params: BulkOperationParams!) { startBulkOperation(params: $params) { ${FIELDS} ... on Error { message } } }`

type Operation = Record<'id' | '__typename' | 'message', string> & { isDone: boolean; launchedRunIds: string[] }

const start = async (params: Record<string, unknown>): Promise<Operation> =>
  ((await server.query(START, { params })).data as { startBulkOperation: Operation }).startBulkOperation

async function whenDone({ id }: Operation): Promise<Operation> {
  for (;;) {
    const { data } = await server.query(`query ($id: ID!) { bulkOperation(id: $id) { ${FIELDS} } }`, { id })
    const { bulkOperation } = data as { bulkOperation: Operation }
    if (bulkOperation.isDone) return bulkOperation
    await sleep(5)
  }
}

test('failed runs are retried on the server, those of a filter that were not re-executed since', async () => {
  const [old, again, other] = [await failed(), await failed(), await failed({ jobName: 'forecast' })]
  await launched(instance)
  const retried = await whenDone(await start({ action: 'RETRY', runIds: [again.runId] }))
  expect(retried).toMatchObject({ action: 'RETRY', total: 1, done: 1, failureCount: 0, launchedRunIds: [expect.any(String)] })
  const operation = await whenDone(await start({ action: 'RETRY', filter: { jobName: 'report', createdAfter: 1 } }))
  expect(operation).toMatchObject({ total: 1, done: 1, failures: [], launchedRunIds: [expect.any(String)] })
  expect(await instance.runs.getRun(operation.launchedRunIds[0] ?? '')).toMatchObject({
    parentRunId: old.runId,
    strategy: 'FROM_FAILURE',
  })
  expect(await instance.runs.countRuns({ rootRunId: other.runId })).toBe(1)
})

test('what cannot be done to a run is told, and the others go on', async () => {
  const [queued, ended] = [await launched(instance), await failed()]
  const runIds = ['nothing', queued.runId, ended.runId, ended.runId]
  const operation = await whenDone(await start({ action: 'TERMINATE', runIds }))
  expect(operation).toMatchObject({
    ...{ action: 'TERMINATE', total: 3, done: 3, failureCount: 2 },
    failures: [
      { runId: 'nothing', message: expect.stringContaining('no run') },
      { runId: ended.runId, message: expect.stringContaining('already ended') },
    ],
  })
  expect(await instance.runs.getRun(queued.runId)).toMatchObject({ status: 'CANCELED' })
  const deleted = await whenDone(await start({ action: 'DELETE', filter: { statuses: ['CANCELED', 'QUEUED'] } }))
  expect(deleted).toMatchObject({ total: 1, failureCount: 0 })
  expect(await instance.runs.countRuns({})).toBe(1)
})

test('an operation says which runs it is about in one way, and an unknown one is none', async () => {
  const [run] = [await failed()]
  for (const params of [{}, { runIds: [run.runId], filter: {} }, { filter: { createdAfter: 5, createdBefore: 4 } }])
    expect(await start({ action: 'DELETE', ...params })).toMatchObject({ __typename: 'InvalidFilterError' })
  expect((await server.query('{ bulkOperation(id: "nothing") { id } }')).data).toEqual({ bulkOperation: null })
  expect(await instance.runs.countRuns({})).toBe(1)
})
