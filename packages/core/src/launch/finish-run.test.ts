import { beforeEach, expect, test } from 'vitest'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent } from '../event/run-event.ts'
import { uuidV7 } from '../foundation/ids.ts'
import type { Run, RunSpec } from '../run/run.ts'
import { RUN_STATUSES } from '../run/run-status.ts'
import { memoryRunStorage } from '../storage/memory-run-storage.ts'
import type { RunStorage, WriteResult } from '../storage/run-storage.ts'
import { endOfRun, type RunEnd } from './finish-run.ts'
import { noSubscriptions } from './notifications.ts'
import type { RetryDraw } from './retry-run.ts'
import { DEFAULT_RUN_RETRIES, type RunRetrySettings, storedRunRetryPolicy } from './run-retry-settings.ts'
import { terminateRun } from './terminate-run.ts'

const NOW = 1_800_000_000_000
const ROOT = uuidV7(NOW - 2, () => 0.1)
const FAILED = uuidV7(NOW - 1, () => 0.2)
const DRAW: RetryDraw = { retryRunId: uuidV7(NOW, () => 0.3), jitterShare: 0.5 }
const STEP_FAILED: RunEnd = { kind: 'failure', at: NOW, reason: 'STEP_FAILURE', message: 'Failed: "load".' }

const specOf = (policy: Partial<RunRetrySettings>): RunSpec => ({
  runId: FAILED,
  locationName: 'flights',
  jobName: 'report',
  config: { ops: { load: { config: { day: '2026-01-01' } } } },
  opSelection: 'load*',
  tags: { team: 'data', 'pawl/priority': '3', 'pawl/retry_number': '1', 'pawl/parent_run_id': ROOT, 'pawl/root_run_id': ROOT },
  rootRunId: ROOT,
  parentRunId: ROOT,
  retryOfRunId: ROOT,
  retryNumber: 1,
  strategy: 'ALL_STEPS',
  retryPolicy: storedRunRetryPolicy({ ...DEFAULT_RUN_RETRIES, maxRetries: 2, ...policy }),
  notBefore: NOW - 1,
  priority: 3,
  origin: { kind: 'retry' },
  launchedBy: 'ada',
  partitionKey: '2026-01',
  inputsFromRunId: ROOT,
  reexecution: null,
  idempotencyKey: 'once',
  requestHash: 'hash',
  createdAt: NOW - 1,
})

let storage: ReturnType<typeof memoryRunStorage>
beforeEach(() => {
  storage = memoryRunStorage()
})

/** A started run with this policy; it is itself the first retry of another. */
async function started(policy: Partial<RunRetrySettings> = {}): Promise<void> {
  await storage.runs.launchRuns([{ spec: specOf(policy), events: [] }])
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  await storage.runs.write([{ runId: FAILED, guard, events: [], change: { status: 'STARTED', startedAt: NOW } }])
}

const end = async (
  how: RunEnd,
  { runs = storage.runs, draw = DRAW }: { readonly runs?: RunStorage; readonly draw?: RetryDraw } = {},
): Promise<WriteResult | undefined> => {
  const guard = { kind: 'status', statuses: RUN_STATUSES } as const
  const [result] = await runs.write([{ runId: FAILED, guard, events: [], also: (locked) => endOfRun(locked, how, draw, []) }])
  return result
}

const run = (runId = FAILED): Promise<Run | undefined> => storage.runs.getRun(runId)
const log = async (runId = FAILED): Promise<readonly RunEvent[]> =>
  (await storage.eventLog.listEvents(runId, { limit: 100 })) as unknown as readonly RunEvent[]

test('a failed run is queued again with all that was asked of it, in its group, with its policy', async () => {
  await started({ delaySeconds: 10, jitter: 'full' })
  await end(STEP_FAILED)
  const { retryNumber: _, ...asked } = specOf({ delaySeconds: 10, jitter: 'full' })
  expect(await run(DRAW.retryRunId)).toMatchObject({
    ...asked,
    status: 'QUEUED',
    runId: DRAW.retryRunId,
    rootRunId: ROOT,
    parentRunId: FAILED,
    retryOfRunId: FAILED,
    retryNumber: 2,
    strategy: 'FROM_FAILURE',
    notBefore: NOW + 5_000,
    createdAt: NOW,
    origin: { kind: 'retry' },
    planHash: null,
    idempotencyKey: null,
    requestHash: null,
    tags: {
      team: 'data',
      'pawl/priority': '3',
      'pawl/parent_run_id': FAILED,
      'pawl/root_run_id': ROOT,
      'pawl/retry_number': '2',
    },
  })
  expect(await log(DRAW.retryRunId)).toMatchObject([{ seq: 1, type: 'RUN_ENQUEUED', at: NOW }])
})

test('the failed run tells of its retry: first why, then its end', async () => {
  await started()
  await end(STEP_FAILED)
  expect(await log()).toMatchObject([
    {
      type: 'ENGINE_EVENT',
      payload: { level: 'info', message: `Run retry 2 of 2, from failure, at once. It is run ${DRAW.retryRunId}.` },
    },
    { type: 'RUN_FAILURE', payload: { reason: 'STEP_FAILURE' } },
  ])
  expect((await run())?.tags).toMatchObject({
    'pawl/failure_reason': 'STEP_FAILURE',
    'pawl/will_retry': 'true',
    'pawl/auto_retry_run_id': DRAW.retryRunId,
  })
})

test('a failed run that is not retried says why, and will not be', async () => {
  await started({ maxRetries: 1 })
  await end(STEP_FAILED)
  expect(await log()).toMatchObject([
    { type: 'ENGINE_EVENT', payload: { level: 'info', message: 'Not retried again: its one run retry was used.' } },
    { type: 'RUN_FAILURE' },
  ])
  expect((await run())?.tags).toMatchObject({ 'pawl/will_retry': 'false' })
  expect((await run())?.tags).not.toHaveProperty('pawl/auto_retry_run_id')
  expect(await storage.runs.countRuns({})).toBe(1)
})

test('a step that failed for good makes its run permanent, also when the run was stopped or lost after it', async () => {
  await started()
  await end({ kind: 'failure', at: NOW, reason: 'UNEXPECTED_TERMINATION', message: 'gone', isPermanent: true })
  expect((await log())[0]).toMatchObject({ payload: { message: expect.stringContaining('permanent') } })
  expect(await storage.runs.countRuns({})).toBe(1)
})

test('a policy that cannot be read is a warning, not an obstacle to the end', async () => {
  await started({ maxRetries: -3 })
  await end(STEP_FAILED)
  expect((await log())[0]).toMatchObject({ payload: { level: 'warn', message: expect.stringContaining('maxRetries is -3') } })
  expect(await run()).toMatchObject({ status: 'FAILURE', tags: { 'pawl/will_retry': 'false' } })
})

test('a success asks for no retry', async () => {
  await started()
  await end({ kind: 'success', at: NOW })
  expect((await log()).map(({ type }) => type)).toEqual(['RUN_SUCCESS'])
  expect(await storage.runs.countRuns({})).toBe(1)
})

const cancel = (cause: 'user' | 'max_runtime' | 'shutdown') =>
  storage.runs.write([
    {
      runId: FAILED,
      guard: { kind: 'status', statuses: ['STARTED'] },
      events: [newEvent('RUN_CANCELING', { at: NOW, payload: { cause } })],
      change: { status: 'CANCELING', cancelCause: cause },
    },
  ])

test('a run that a user canceled is not retried, although a step failed of it, and says so', async () => {
  await started()
  await cancel('user')
  await end(STEP_FAILED)
  expect((await log()).slice(1)).toMatchObject([
    { type: 'ENGINE_EVENT', payload: { message: 'Not retried: the run was canceled.' } },
    { type: 'RUN_CANCELED' },
  ])
  expect(await storage.runs.countRuns({})).toBe(1)
})

test.each([
  ['max_runtime', 'MAX_RUNTIME_EXCEEDED'],
  ['shutdown', 'UNEXPECTED_TERMINATION'],
] as const)('a run that was stopped by %s has failed, and is retried like any other', async (cause, reason) => {
  await started()
  await cancel(cause)
  await end({ kind: 'stopped', at: NOW, message: 'stopped' })
  expect(await run()).toMatchObject({ status: 'FAILURE', failureReason: reason, tags: { 'pawl/will_retry': 'true' } })
  expect(await run(DRAW.retryRunId)).toMatchObject({ status: 'QUEUED' })
})

const terminate = (runId: string, notify: (runId: string) => void = () => {}) => {
  const clock = { now: () => NOW + 1, sleep: async () => {} }
  return terminateRun({ clock, runs: storage.runs, subscriptionsOf: noSubscriptions, hints: { notify } }, runId)
}

test('a cancel that comes after the failure cancels the retry that waits, and says so once', async () => {
  await started({ delaySeconds: 3_600 })
  await end(STEP_FAILED)
  const notified: string[] = []
  expect(await terminate(FAILED, (runId) => notified.push(runId))).toMatchObject({
    kind: 'retry-canceled',
    run: { runId: FAILED, status: 'FAILURE' },
    retryRun: { runId: DRAW.retryRunId, status: 'CANCELED' },
    message: `Run ${FAILED} had already failed; its retry, run ${DRAW.retryRunId}, was canceled before it started.`,
  })
  expect(notified).toEqual([DRAW.retryRunId])
  expect(await terminate(FAILED)).toMatchObject({
    kind: 'already-finished',
    message: `Run ${FAILED} has already ended: FAILURE.`,
  })
  expect(await storage.runs.countRuns({})).toBe(2)
})

test('a cancel that comes when the retry has started leaves it alone and names it', async () => {
  await started()
  await end(STEP_FAILED)
  const { runs } = storage
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  await runs.write([{ runId: DRAW.retryRunId, guard, events: [], change: { status: 'STARTED' } }])
  const told = await terminate(FAILED)
  expect(told).toMatchObject({ kind: 'already-finished', message: expect.stringContaining('has already ended: FAILURE.') })
  expect(told).toMatchObject({ message: expect.stringContaining(`"pawl run terminate ${DRAW.retryRunId}"`) })
  expect(await run(DRAW.retryRunId)).toMatchObject({ status: 'STARTED' })
  await terminate(DRAW.retryRunId)
  expect(await terminate(FAILED)).toMatchObject({ message: expect.stringMatching(/is CANCELING\.$/) })
})

test('a retry run that waits is canceled like any other, and is the last of its group', async () => {
  await started({ delaySeconds: 3_600 })
  await end(STEP_FAILED)
  const { runs, queue } = storage
  expect(await terminate(DRAW.retryRunId)).toMatchObject({ kind: 'canceled', run: { status: 'CANCELED' } })
  expect(await queue.listQueue({ now: NOW + 1e9, limit: 10 })).toEqual([])
  expect(await runs.countRuns({})).toBe(2)
})

test('the retry waits out its delay in the queue', async () => {
  await started({ delaySeconds: 2 })
  await end(STEP_FAILED)
  const due = async (now: number) => (await storage.queue.listQueue({ now, limit: 10 })).map(({ runId }) => runId)
  expect(await due(NOW + 1_999)).toEqual([])
  expect(await due(NOW + 2_000)).toEqual([DRAW.retryRunId])
})

test('an end that is written again makes no second retry', async () => {
  await started()
  expect(await end(STEP_FAILED)).toMatchObject({ kind: 'written' })
  const other = { retryRunId: uuidV7(NOW, () => 0.9), jitterShare: 0 }
  expect(await end({ ...STEP_FAILED, at: NOW + 1 }, { draw: other })).toMatchObject({ kind: 'refused', status: 'FAILURE' })
  expect(await storage.runs.countRuns({})).toBe(2)
})

test('the same end decided again gives the same run', async () => {
  await started({ delaySeconds: 7, jitter: 0.5 })
  const locked = (await run()) as Run
  expect(endOfRun(locked, STEP_FAILED, DRAW, [])).toEqual(endOfRun(locked, STEP_FAILED, DRAW, []))
})
