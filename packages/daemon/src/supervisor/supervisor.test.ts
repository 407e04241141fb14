import { setTimeout as sleep } from 'node:timers/promises'
import {
  memoryRunStorage,
  NO_QUEUE_LIMITS,
  newEvent,
  queuedRun,
  type Run,
  type RunEvent,
  type RunSpec,
  type RunStorage,
  type RunWrite,
  runHints,
} from '@pawl/core/plugin'
import { seededRandom } from '@pawl/testing'
import { expect, test } from 'vitest'
import type { FromProcess, RunBatch } from '../channel/protocol.ts'
import type { CurrentCode } from '../location/location-host.ts'
import type { ProcessExit } from '../location/process-exit.ts'
import { RunWriter } from './run-writer.ts'
import { Supervisor } from './supervisor.ts'
import type { SupervisorLimits } from './supervisor-options.ts'
import type { StartProcess } from './worker.ts'

const CODE = { generation: 'g1', shownGeneration: 'g1', spec: {}, isCurrent: async () => true } as unknown as CurrentCode
const LIMITS: SupervisorLimits = { processes: 1, runsAtOnce: 1, startTimeoutMs: 2_000, killGraceMs: 500, loadTimeoutMs: 5_000 }

interface FakeProcess {
  readonly tell: (message: FromProcess) => void
  isKilled: boolean
}

interface Given {
  readonly limits?: Partial<SupervisorLimits>
  readonly codeOf?: () => CurrentCode | undefined
}

const runOf = (runId: string, tags: RunSpec['tags'] = {}): Run => {
  const spec: RunSpec = {
    ...{ runId, locationName: 'main', jobName: 'job', config: {}, opSelection: null, tags, rootRunId: runId, parentRunId: null },
    ...{ retryOfRunId: null, retryNumber: 0, strategy: null, retryPolicy: null, notBefore: null, priority: 0 },
    ...{ origin: { kind: 'api' }, launchedBy: null, partitionKey: null, inputsFromRunId: null, reexecution: null },
    ...{ idempotencyKey: null, requestHash: null, createdAt: 1 },
  }
  return { ...queuedRun(spec, 1), status: 'STARTING', owner: 'me', epoch: 1 }
}

/** A supervisor whose clock and processes are the test's; while `outage.isOn` no call of the storage is answered. */
function supervisorWith({ limits = {}, codeOf = () => CODE }: Given = {}) {
  let now = 1_000
  const outage = { isOn: false, over: Promise.withResolvers<void>() }
  const writes: RunWrite[] = []
  const processes: FakeProcess[] = []
  const memory = memoryRunStorage()
  const answered = async <Answer>(answer: Answer): Promise<Answer> => {
    if (outage.isOn) await outage.over.promise
    return answer
  }
  const storage: RunStorage = {
    ...memory.runs,
    listOwnedRuns: () => answered([]),
    write: (group) => {
      writes.push(...group)
      return answered(group.map(() => ({ kind: 'written', firstSeq: 1, nextSeq: 2, epoch: 1, status: 'STARTED' }) as const))
    },
  }
  const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) }
  const startProcess: StartProcess = () => {
    const listeners: ((message: FromProcess) => void)[] = []
    const exited = Promise.withResolvers<ProcessExit>()
    const process: FakeProcess = { tell: (message) => listeners.map((listener) => listener(message)), isKilled: false }
    processes.push(process)
    return {
      ...{ pid: undefined, exited: exited.promise, readOutput: () => [], skipOutput: () => undefined, send: () => undefined },
      onMessage: (listener) => void listeners.push(listener),
      kill() {
        process.isKilled = true
        exited.resolve({ code: null, signal: 'SIGKILL', lastOutput: [] } as unknown as ProcessExit)
      },
    }
  }
  const nothing = (): void => undefined
  const supervisor = new Supervisor({
    ...{ storage, clock, startProcess, codeOf, eventLog: memory.eventLog, slots: memory.slots, queueLimits: NO_QUEUE_LIMITS },
    writer: new RunWriter({ storage, queue: memory.queue, clock, defer: setImmediate, report: nothing }),
    ...{ hints: runHints(), random: seededRandom(1), subscriptionsOf: () => [] },
    captured: { begin: nothing, write: nothing, streamsOf: () => [], endAttempt: nothing, end: nothing },
    limits: { ...LIMITS, ...limits },
    ...{ onRoom: nothing, onRetry: nothing, report: nothing },
  })
  supervisor.begin('me')
  /** Ticks as its loop does, for some time. */
  const pass = async (ms: number): Promise<void> => {
    for (const until = now + ms; now < until; ) {
      now += 100
      supervisor.tick()
      void supervisor.look()
      await sleep(0)
    }
    // What is written in the background is grouped by turns of the event loop.
    await sleep(5)
  }
  const load = async (n: number): Promise<void> => {
    processes[n]?.tell({ type: 'loaded', jobs: [] })
    await sleep(1)
  }
  const begin = async (n: number, runId: string, events: readonly RunEvent[] = []): Promise<void> => {
    const batch: RunBatch = { type: 'batch', runId, batch: 1, events: [startOf(now), ...events] }
    processes[n]?.tell(batch)
    await sleep(5)
  }
  const end = async (n: number, runId: string): Promise<void> => {
    const batch: RunBatch = { type: 'batch', runId, batch: 2, events: [], end: { kind: 'success' } }
    processes[n]?.tell(batch)
    await sleep(5)
  }
  const written = (): readonly (string | undefined)[] =>
    writes.map(({ runId, guard, events, change }) => {
      const what = guard.kind === 'writer' ? 'batch' : (change?.status ?? events.at(-1)?.type ?? 'RUN_FAILURE')
      return `${runId} ${what}`
    })
  return { supervisor, outage, processes, pass, load, begin, end, written }
}

const startOf = (at: number): RunEvent =>
  newEvent('RUN_START', { at, payload: { generation: 'g1', planHash: 'p', stepCount: 1, workerPid: 1 } })
const timedStep = (timeoutSeconds: number): RunEvent =>
  newEvent('STEP_START', { at: 1, stepKey: 'slow', attempt: 1, payload: { timeoutSeconds } as never })

test('attempts that are overdue and imports that take too long are killed while the storage answers nothing', async () => {
  const { supervisor, outage, processes, pass, load, begin } = supervisorWith({ limits: { processes: 3 } })
  supervisor.accept(runOf('long', { 'pawl/max_runtime': '1' }))
  supervisor.accept(runOf('timed'))
  await Promise.all([load(0), load(1)])
  await begin(0, 'long')
  await begin(1, 'timed', [timedStep(3)])
  outage.isOn = true
  // The first one is over its runtime: that it is to stop cannot be written.
  await pass(2_000)
  expect(processes.map(({ isKilled }) => isKilled)).toEqual([false, false, false])
  await pass(4_000)
  expect(processes.map(({ isKilled }) => isKilled)).toEqual([false, true, true])
})

test('what a deadline has written is written once, however long that takes', async () => {
  const { supervisor, outage, processes, pass, load, begin, written } = supervisorWith({ limits: { processes: 2 } })
  supervisor.accept(runOf('long', { 'pawl/max_runtime': '1' }))
  supervisor.accept(runOf('late'))
  await load(0)
  await begin(0, 'long')
  outage.isOn = true
  await pass(5_000)
  // No other worker gets the second one meanwhile.
  expect(processes.map(({ isKilled }) => isKilled)).toEqual([false, true])
  outage.isOn = false
  outage.over.resolve()
  await sleep(10)
  expect(written()).toEqual(['long batch', 'long CANCELING', 'late RUN_FAILURE'])
  expect(supervisor.room).toBe(1)
})

test('a run whose location has no code that is known ends when it should have started, whatever others do', async () => {
  let code: CurrentCode | undefined = CODE
  const { supervisor, pass, load, begin, written } = supervisorWith({ limits: { processes: 2 }, codeOf: () => code })
  supervisor.accept(runOf('busy'))
  await load(0)
  await begin(0, 'busy')
  code = undefined
  supervisor.accept(runOf('unplaced'))
  await pass(2_000)
  expect(written()).toEqual(['busy batch'])
  await pass(200)
  expect(written()).toEqual(['busy batch', 'unplaced RUN_FAILURE'])
  expect(supervisor.room).toBe(1)
})

test('one that wants a process for itself has its time to start from when nobody is in its place any more', async () => {
  const { supervisor, processes, pass, load, begin, end, written } = supervisorWith({ limits: { runsAtOnce: 2 } })
  supervisor.accept(runOf('busy'))
  await load(0)
  await begin(0, 'busy')
  supervisor.accept(runOf('alone', { 'pawl/isolation': 'fresh' }))
  await pass(20_000)
  expect(written()).toEqual(['busy batch'])
  // Its process was told to end, and does not: nothing but the run's own deadline is left to end the waiting.
  await end(0, 'busy')
  await pass(1_900)
  expect(written()).toEqual(['busy batch', 'busy batch'])
  await pass(300)
  expect(written()).toEqual(['busy batch', 'busy batch', 'alone RUN_FAILURE'])
  expect(processes).toHaveLength(1)
})
