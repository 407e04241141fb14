import { setTimeout as sleep } from 'node:timers/promises'
import { FrameworkError, queuedRun, type RunSpec, systemClock } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import type { FromProcess, ToProcess } from '../channel/protocol.ts'
import type { CurrentCode } from '../location/location-host.ts'
import { ObservedTime } from './observed-time.ts'
import { RunDispatcher } from './run-dispatcher.ts'
import { NO_INPUTS, type RunInputs } from './run-inputs.ts'
import { SupervisedRun } from './supervised-run.ts'
import { UnattributedOutput } from './unattributed-output.ts'
import type { StartProcess } from './worker.ts'
import { WorkerPool } from './worker-pool.ts'

const RUN_ID = '018bcfe5-6800-7000-8000-000000000002'
const PARENT_ID = '018bcfe5-6800-7000-8000-000000000001'

/** A retry from failure: what its worker is told has to be read first. */
const spec: RunSpec = {
  ...{ runId: RUN_ID, locationName: 'flights', jobName: 'report', config: {}, opSelection: null, tags: {} },
  ...{ rootRunId: PARENT_ID, parentRunId: PARENT_ID, retryOfRunId: PARENT_ID, retryNumber: 1, strategy: 'FROM_FAILURE' },
  ...{ retryPolicy: null, notBefore: null, priority: 0, origin: { kind: 'retry' }, launchedBy: null, partitionKey: null },
  ...{ inputsFromRunId: null, reexecution: null, idempotencyKey: null, requestHash: null, createdAt: 1 },
}

const code = { generation: 'g1', shownGeneration: 'g1', spec: {}, isCurrent: async () => true } as unknown as CurrentCode

/** A dispatcher with one worker that is ready; `readInputs` is answered by the test. */
async function dispatcherWith() {
  const sent: ToProcess[] = []
  const readings: PromiseWithResolvers<RunInputs>[] = []
  const impossible: SupervisedRun[] = []
  let tell: (message: FromProcess) => void = () => undefined
  const startProcess: StartProcess = () => ({
    pid: 1,
    send: (message) => void sent.push(message),
    onMessage: (listener) => {
      tell = listener
    },
    exited: new Promise(() => undefined),
    kill: () => undefined,
    readOutput: () => [],
    skipOutput: () => undefined,
  })
  const nothing = (): void => undefined
  const events = { onBatch: nothing, onSlotWanted: nothing, onReleased: nothing, onGone: nothing }
  const time = new ObservedTime(systemClock)
  const limits = { processes: 1, runsAtOnce: 1, loadTimeoutMs: 60_000, killGraceMs: 60_000 }
  const pool = new WorkerPool({ ...limits, time, startProcess, events })
  const captured = { begin: nothing, write: nothing, streamsOf: () => [], endAttempt: nothing, end: nothing }
  const dispatcher = new RunDispatcher({
    ...{ pool, unattributed: new UnattributedOutput(captured), codeOf: () => code, now: () => time.now() },
    readInputs: () => {
      const reading = Promise.withResolvers<RunInputs>()
      readings.push(reading)
      return reading.promise
    },
    onImpossible: (supervised) => void impossible.push(supervised),
    report: nothing,
  })
  const supervised = new SupervisedRun(queuedRun(spec, 1))
  dispatcher.add(supervised)
  dispatcher.dispatch()
  tell({ type: 'loaded', jobs: [] } as unknown as FromProcess)
  await sleep(1)
  return { dispatcher, pool, supervised, sent, readings, impossible }
}

test('a run whose inputs could not be read is given again', async () => {
  const { dispatcher, supervised, sent, readings } = await dispatcherWith()
  readings[0]?.reject(new Error('no answer'))
  await sleep(1)
  dispatcher.dispatch()
  readings[1]?.resolve(NO_INPUTS)
  await sleep(1)
  expect(sent).toMatchObject([{ type: 'execute', assignment: { runId: RUN_ID } }])
  expect(supervised.worker).toBeDefined()
})

test('one that is to stop meanwhile ends, instead of waiting for inputs that cannot be read', async () => {
  const { dispatcher, supervised, readings, impossible } = await dispatcherWith()
  supervised.cancelSentAt = 1
  readings[0]?.reject(new Error('no answer'))
  await sleep(1)
  dispatcher.dispatch()
  expect(impossible).toEqual([supervised])
  expect(readings).toHaveLength(1)
})

test('one whose parent is gone ends at once: its inputs will never be there', async () => {
  const { dispatcher, supervised, sent, readings, impossible } = await dispatcherWith()
  readings[0]?.reject(new FrameworkError('PARENT_RUN_GONE', { message: 'It was deleted.' }))
  await sleep(1)
  dispatcher.dispatch()
  expect(impossible).toEqual([supervised])
  expect(readings).toHaveLength(1)
  expect(sent).toEqual([])
})

test.each(['readable', 'unreadable'])(
  'one that has ended before its %s inputs were read is not told to anyone',
  async (inputs) => {
    const { dispatcher, pool, supervised, sent, readings } = await dispatcherWith()
    supervised.leaveWorker(1)
    dispatcher.remove(supervised)
    if (inputs === 'readable') readings[0]?.resolve(NO_INPUTS)
    else readings[0]?.reject(new Error('no answer'))
    await sleep(1)
    dispatcher.dispatch()
    expect(sent).toEqual([])
    expect(readings).toHaveLength(1)
    expect(pool.workers.map(({ runs }) => runs.size)).toEqual([0])
  },
)
