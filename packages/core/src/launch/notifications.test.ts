import { expect, test } from 'vitest'
import type { CancelCause } from '../event/run-event.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import { changedRun, queuedRun } from '../run/change-run.ts'
import type { Run, RunChange } from '../run/run.ts'
import { memoryRunStorage } from '../storage/memory-run-storage.ts'
import type { RunStorage } from '../storage/run-storage.ts'
import { endOfRun, type RunEnd } from './finish-run.ts'
import { type NotificationSubscription, notificationsOf } from './notifications.ts'
import { DEFAULT_RUN_RETRIES, storedRunRetryPolicy } from './run-retry-settings.ts'
import { terminateRun } from './terminate-run.ts'

const RUN_ID = '018bcfe5-6800-7000-8000-000000000001'
const DRAW = { retryRunId: '018bcfe5-6800-7000-8000-000000000002', jitterShare: 0 }

const run = (maxRetries: number, change: RunChange = {}): Run => {
  const nothing = { parentRunId: null, retryOfRunId: null, strategy: null, notBefore: null, opSelection: null, reexecution: null }
  const unknown = { launchedBy: null, partitionKey: null, inputsFromRunId: null, idempotencyKey: null, requestHash: null }
  const job = { locationName: 'flights', jobName: 'report', config: {}, tags: {}, origin: { kind: 'api' } } as const
  const retryPolicy = storedRunRetryPolicy({ ...DEFAULT_RUN_RETRIES, maxRetries })
  const spec = { runId: RUN_ID, rootRunId: RUN_ID, ...nothing, ...unknown, ...job, retryPolicy, retryNumber: 0, priority: 0 }
  return changedRun(queuedRun({ ...spec, createdAt: 1 }, 0), change)
}

const subscription = (topic: string, changes: Partial<NotificationSubscription> = {}): NotificationSubscription => ({
  topic,
  on: ['failure', 'success', 'canceled'],
  evenIfRetried: false,
  ...changes,
})
const ALL = [subscription('last'), subscription('each', { evenIfRetried: true })]

const failure = (reason: FailureReason): RunEnd => ({ kind: 'failure', at: 9, reason, message: 'no' })
const told = (ended: Run, end: RunEnd): readonly (readonly [string, unknown])[] =>
  (endOfRun(ended, end, DRAW, ALL).notifications ?? []).map(({ topic, payload }) => [topic, payload])

test('a failure is told of when it is the last of its automatic retries, or to those who ask for each', () => {
  expect(told(run(0), failure('STEP_FAILURE'))).toEqual([
    ['last', { end: 'failure', willRetry: false }],
    ['each', { end: 'failure', willRetry: false }],
  ])
  expect(told(run(1), failure('UNEXPECTED_TERMINATION'))).toEqual([['each', { end: 'failure', willRetry: true }]])
  expect(told(run(1), { ...failure('STEP_FAILURE'), isPermanent: true })).toHaveLength(2)
})

test.each<[CancelCause, string]>([
  ['user', 'canceled'],
  ['max_runtime', 'failure'],
  ['shutdown', 'failure'],
])('a run that is stopped by %s is told of as what it ends as', (cancelCause, end) => {
  const canceling = run(0, { status: 'CANCELING', cancelCause })
  expect(told(canceling, { kind: 'stopped', at: 9, message: 'stopped' })[0]).toEqual(['last', { end, willRetry: false }])
})

test('a success is told of', () => {
  expect(told(run(3), { kind: 'success', at: 9 })[0]).toEqual(['last', { end: 'success', willRetry: false }])
})

test('each end is told to those who want it, and a notification is named by its run and who is told', () => {
  const end = { runId: RUN_ID, at: 9, willRetry: false }
  const subscriptions = [subscription('a', { on: ['success'] }), subscription('b', { on: ['failure', 'canceled'] })]
  expect(notificationsOf({ ...end, end: 'success' }, subscriptions)).toEqual([
    { deliveryId: `${RUN_ID}:a`, topic: 'a', payload: { end: 'success', willRetry: false }, createdAt: 9 },
  ])
  expect(notificationsOf({ ...end, end: 'canceled' }, subscriptions).map(({ topic }) => topic)).toEqual(['b'])
})

test('where nobody is to be told the end has no part for it', () => {
  expect(endOfRun(run(0), failure('STEP_FAILURE'), DRAW, [])).not.toHaveProperty('notifications')
  expect(endOfRun(run(0), { kind: 'success', at: 9 }, DRAW, [subscription('a', { on: ['failure'] })])).not.toHaveProperty(
    'notifications',
  )
})

test('the cancel of a queued run is told of with it, once, and not when it comes too late', async () => {
  const { runs, outbox } = memoryRunStorage()
  await runs.launchRuns([{ spec: run(1), events: [] }])
  const news: string[] = []
  const environment = {
    clock: { now: () => 50, sleep: async () => {} },
    hints: { notify: (_: string, what = 'changed') => void news.push(what) },
    subscriptionsOf: ({ jobName }: Pick<Run, 'jobName'>) => [subscription(`of ${jobName}`)],
  }
  const asked: RunStorage = { ...runs }
  await Promise.all([
    terminateRun({ ...environment, runs: asked }, RUN_ID),
    terminateRun({ ...environment, runs: asked }, RUN_ID),
  ])
  expect(await outbox.listNotifications(RUN_ID)).toMatchObject([
    { topic: 'of report', payload: { end: 'canceled', willRetry: false }, status: 'waiting' },
  ])
  expect(news).toEqual(['ended'])
})
