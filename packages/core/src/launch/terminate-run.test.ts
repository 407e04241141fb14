import { beforeEach, expect, test } from 'vitest'
import { newEvent } from '../event/new-event.ts'
import type { CancelCause } from '../event/run-event.ts'
import { changedRun, queuedRun } from '../run/change-run.ts'
import { foldRun } from '../run/fold-run.ts'
import type { Run, RunSpec } from '../run/run.ts'
import type { RunStatus } from '../run/run-status.ts'
import type { EventLog } from '../storage/event-log.ts'
import { memoryRunStorage } from '../storage/memory-run-storage.ts'
import type { RunStorage } from '../storage/run-storage.ts'
import { endOfRun } from './finish-run.ts'
import { noSubscriptions } from './notifications.ts'
import { terminateRun } from './terminate-run.ts'

const RUN_ID = '018bcfe5-6800-7000-8000-000000000001'
const spec: RunSpec = {
  runId: RUN_ID,
  locationName: 'flights',
  jobName: 'report',
  config: {},
  opSelection: null,
  tags: {},
  rootRunId: RUN_ID,
  parentRunId: null,
  retryOfRunId: null,
  retryNumber: 0,
  strategy: null,
  retryPolicy: null,
  notBefore: null,
  priority: 0,
  origin: { kind: 'api' },
  launchedBy: null,
  partitionKey: null,
  inputsFromRunId: null,
  reexecution: null,
  idempotencyKey: null,
  requestHash: null,
  createdAt: 1,
}

const DRAW = { retryRunId: '018bcfe5-6800-7000-8000-000000000002', jitterShare: 0 }

let runs: RunStorage
let eventLog: EventLog
let notified: string[]

beforeEach(async () => {
  const storage = memoryRunStorage()
  runs = storage.runs
  eventLog = storage.eventLog
  notified = []
  await runs.launchRuns([{ spec, events: [] }])
})

const terminate = (storage: RunStorage = runs) =>
  terminateRun(
    {
      clock: { now: () => 50, sleep: async () => {} },
      runs: storage,
      subscriptionsOf: noSubscriptions,
      hints: { notify: (id) => notified.push(id) },
    },
    RUN_ID,
  )

const moveTo = async (status: RunStatus): Promise<void> => {
  const guard = { kind: 'status', statuses: ['QUEUED', 'STARTING', 'STARTED', 'CANCELING'] } as const
  await runs.write([{ runId: RUN_ID, guard, events: [], change: { status } }])
}

const eventTypes = async (): Promise<readonly string[]> =>
  (await eventLog.listEvents(RUN_ID, { limit: 100 })).map(({ type }) => type)

test('a queued run is canceled at once', async () => {
  expect(await terminate()).toMatchObject({ kind: 'canceled', run: { status: 'CANCELED', endedAt: 50 } })
  expect(await eventTypes()).toEqual(['RUN_CANCELED'])
  expect(notified).toEqual([RUN_ID])
})

test.each(['STARTING', 'STARTED'] as const)('a run that is %s is asked to stop, once', async (status) => {
  await moveTo(status)
  expect(await terminate()).toMatchObject({ kind: 'canceling', run: { status: 'CANCELING', cancelCause: 'user' } })
  expect(await terminate()).toMatchObject({ kind: 'canceling' })
  expect(await eventTypes()).toEqual(['RUN_CANCELING'])
})

test.each(['max_runtime', 'shutdown'] as const)(
  'a run that is being stopped by %s can still be canceled, once',
  async (cancelCause) => {
    const stopping = newEvent('RUN_CANCELING', { at: 1, payload: { cause: cancelCause } })
    const guard = { kind: 'status', statuses: ['QUEUED'] } as const
    await runs.write([{ runId: RUN_ID, guard, events: [stopping], change: { status: 'CANCELING', cancelCause } }])
    expect(await terminate()).toMatchObject({ kind: 'canceling', run: { status: 'CANCELING', cancelCause: 'user' } })
    expect(await terminate()).toMatchObject({ kind: 'canceling' })
    expect(await eventTypes()).toEqual(['RUN_CANCELING', 'RUN_CANCELING'])
    expect(foldRun(RUN_ID, await eventLog.listEvents(RUN_ID, { limit: 9 })).cancelCause).toBe('user')
  },
)

test('a run that has ended stays as it is', async () => {
  await moveTo('SUCCESS')
  expect(await terminate()).toMatchObject({ kind: 'already-finished', run: { status: 'SUCCESS' } })
  expect(await eventTypes()).toEqual([])
})

test('an unknown run is said to be unknown', async () => {
  const environment = {
    clock: { now: () => 0, sleep: async () => {} },
    runs,
    subscriptionsOf: noSubscriptions,
    hints: { notify: () => {} },
  }
  expect(await terminateRun(environment, 'nothing')).toMatchObject({ kind: 'unknown-run', runId: 'nothing' })
})

test('a run that starts between the look and the write is asked to stop instead', async () => {
  let isFirst = true
  const racing: RunStorage = {
    ...runs,
    async write(writes) {
      if (isFirst) await moveTo('STARTING')
      isFirst = false
      return runs.write(writes)
    },
  }
  expect(await terminate(racing)).toMatchObject({ kind: 'canceling', run: { status: 'CANCELING' } })
  expect(await eventTypes()).toEqual(['RUN_CANCELING'])
})

const canceling = (cancelCause: CancelCause): Run => changedRun(queuedRun(spec, 0), { status: 'CANCELING', cancelCause })

test.each([
  ['user', 'RUN_CANCELED', { status: 'CANCELED', endedAt: 9 }],
  [
    'max_runtime',
    'RUN_FAILURE',
    { status: 'FAILURE', failureReason: 'MAX_RUNTIME_EXCEEDED', tags: { 'pawl/failure_reason': 'MAX_RUNTIME_EXCEEDED' } },
  ],
  [
    'shutdown',
    'RUN_FAILURE',
    { status: 'FAILURE', failureReason: 'UNEXPECTED_TERMINATION', tags: { 'pawl/failure_reason': 'UNEXPECTED_TERMINATION' } },
  ],
] as const)('a run being canceled by %s ends so, whether its steps failed or were stopped', (cause, type, change) => {
  const ends = [
    endOfRun(canceling(cause), { kind: 'stopped', at: 9, message: 'stopped' }, DRAW, []),
    endOfRun(canceling(cause), { kind: 'failure', at: 9, reason: 'STEP_FAILURE', message: 'a step failed' }, DRAW, []),
  ]
  for (const end of ends) {
    expect(end.events.at(-1)).toMatchObject({ type, at: 9 })
    expect(end.change).toMatchObject(change)
  }
})

test('a run being canceled whose steps had all succeeded is a success', () => {
  expect(endOfRun(canceling('user'), { kind: 'success', at: 9 }, DRAW, [])).toMatchObject({
    events: [{ type: 'RUN_SUCCESS' }],
    change: { status: 'SUCCESS', endedAt: 9 },
  })
})

test('a failure keeps its reason in the run and in its tags', () => {
  const end = { kind: 'failure', at: 9, reason: 'START_TIMEOUT', message: 'No worker came up.' } as const
  expect(endOfRun(queuedRun(spec, 0), end, DRAW, [])).toMatchObject({
    events: [
      { type: 'ENGINE_EVENT' },
      { type: 'RUN_FAILURE', payload: { reason: 'START_TIMEOUT', message: 'No worker came up.' } },
    ],
    change: { status: 'FAILURE', failureReason: 'START_TIMEOUT', endedAt: 9, tags: { 'pawl/failure_reason': 'START_TIMEOUT' } },
  })
})
