import {
  DEFAULT_RUN_RETRIES,
  newEvent,
  type Run,
  type RunEvent,
  type RunStatus,
  type RunWrite,
  runChanges,
  runHints,
  type SupervisorRecord,
  uuidV7,
} from '@pawl/core/plugin'
import { seededRandom } from '@pawl/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InProcessStorage } from '../../test/in-process-runs.ts'
import { onEachStorage } from '../../test/on-each-storage.ts'
import type { LocalSupervisors, Sighting } from './local-supervisors.ts'
import { RunRecovery } from './run-recovery.ts'

let storage: InProcessStorage
let now: number
let accepted: Run[]
let retried: string[]
let killed: string[]
/** What this machine says of supervisors that are on it, and which of their workers will not die. */
let processes: Record<string, Sighting>
let lingering: Set<string>
const random = seededRandom(3)

const register = (supervisorId: string, hostId = 'here', leaseMs = 1_000): Promise<void> =>
  storage.supervisors.register({ supervisorId, hostId, leaseMs, pid: 1, socketPath: '/s', startedAt: now })

const local: LocalSupervisors = {
  hostId: 'here',
  probe: async ({ supervisorId }) => processes[supervisorId] ?? 'alive',
  async killOrphans({ dead }) {
    killed.push(...dead.map(({ supervisorId }: SupervisorRecord) => supervisorId))
    return lingering
  },
}

function recovery({ supervisorId = 'me' as string | null, executes = true, write = writeOne } = {}): RunRecovery {
  return new RunRecovery({
    registry: storage.supervisors,
    eventLog: storage.eventLog,
    write,
    hints: runHints(),
    clock: { now: () => now, sleep: async () => undefined },
    random,
    subscriptionsOf: () => [],
    local,
    supervisor: { supervisorId: supervisorId ?? undefined, accept: (run) => accepted.push(run) },
    executes: () => executes,
    onRetry: ({ runId }) => retried.push(runId),
  })
}

async function writeOne(write: RunWrite): ReturnType<ConstructorParameters<typeof RunRecovery>[0]['write']> {
  const [result] = await storage.runs.write([write])
  if (result === undefined) throw new Error('no answer')
  return result
}

/** A run that its owner has brought so far. */
async function owned(owner: string, status: RunStatus, events: readonly RunEvent[] = []): Promise<string> {
  const runId = uuidV7(now, random)
  const none = { parentRunId: null, retryOfRunId: null, strategy: null, notBefore: null, launchedBy: null, partitionKey: null }
  await storage.runs.launchRuns([
    {
      spec: {
        ...none,
        ...{ runId, rootRunId: runId, locationName: 'main', jobName: 'job', config: {}, opSelection: null, tags: {} },
        ...{ retryNumber: 0, retryPolicy: { ...DEFAULT_RUN_RETRIES, maxRetries: 1 }, priority: 0, origin: { kind: 'api' } },
        ...{ inputsFromRunId: null, idempotencyKey: null, requestHash: null, createdAt: now, reexecution: null },
      },
      events: [],
    },
  ])
  const all: readonly RunEvent[] = [
    newEvent('RUN_STARTING', { at: now, payload: { supervisorId: owner, epoch: 1 } }),
    ...(status === 'STARTING' ? [] : [started()]),
    ...(status === 'CANCELING' ? [newEvent('RUN_CANCELING', { at: now, payload: { cause: 'user' } })] : []),
    ...events,
  ]
  const change = { ...runChanges(all), raiseEpoch: true } as const
  await storage.runs.write([{ runId, guard: { kind: 'status', statuses: ['QUEUED'] }, events: all, change }])
  return runId
}
const started = (): RunEvent =>
  newEvent('RUN_START', { at: now, payload: { generation: 'g', planHash: 'p', stepCount: 1, workerPid: 1 } })

const failedForGood = (): RunEvent =>
  newEvent('STEP_FAILURE', {
    ...{ at: now, stepKey: 'step', attempt: 1 },
    payload: { startedAt: now, error: { name: 'Error', message: 'no' }, reason: 'no', permanent: true },
  })

const statusOf = async (runId: string): Promise<string> => {
  const run = await storage.runs.getRun(runId)
  return `${run?.status} ${run?.failureReason}`
}
const registered = async () => (await storage.supervisors.list()).map(({ supervisorId, status }) => `${supervisorId} ${status}`)

/** Ticks as often as a loop does, for some time. */
async function watch(one: RunRecovery, ms: number): Promise<void> {
  for (const until = now + ms; now < until; now += 100) await one.tick()
}

onEachStorage((open) => {
  beforeEach(async () => {
    storage = await open()
    now = 1_700_000_000_000
    accepted = []
    retried = []
    killed = []
    processes = {}
    lingering = new Set()
    await register('me')
  })
  afterEach(() => storage.runs.close())

  test('runs of a living supervisor are left alone', async () => {
    await register('other')
    const runId = await owned('other', 'STARTED')
    expect(await recovery().tick()).toBe(0)
    expect(await statusOf(runId)).toBe('STARTED null')
    expect(killed).toEqual([])
  })

  test('a supervisor whose process is gone from this machine is dead at once: its run ends and is retried, and it is forgotten', async () => {
    await register('other')
    const runId = await owned('other', 'STARTED')
    processes = { other: 'dead' }
    const one = recovery()
    expect(await one.tick()).toBe(1)
    expect(await statusOf(runId)).toBe('FAILURE UNEXPECTED_TERMINATION')
    expect(retried).toHaveLength(1)
    expect((await storage.runs.getRun(retried[0] ?? ''))?.retryOfRunId).toBe(runId)
    expect(killed).toEqual(['other'])
    expect(await registered()).toEqual(['me alive', 'other dead'])
    await one.tick()
    expect(await registered()).toEqual(['me alive'])
  })

  test('what its old supervisor still wrote while its run was being ended counts: nothing is retried that has failed for good', async () => {
    await register('other')
    const runId = await owned('other', 'STARTED')
    processes = { other: 'dead' }
    const lastWords: RunWrite = { runId, guard: { kind: 'writer', epoch: 1, batch: 1 }, events: [failedForGood()] }
    let isUnderWay = true
    const one = recovery({
      async write(write) {
        if (isUnderWay) expect(await writeOne(lastWords)).toMatchObject({ kind: 'written' })
        isUnderWay = false
        return writeOne(write)
      },
    })
    for (let look = 0; look < 3; look++) await one.tick()
    expect(await statusOf(runId)).toBe('FAILURE UNEXPECTED_TERMINATION')
    expect(retried).toEqual([])
    expect(await registered()).toEqual(['me alive'])
  })

  test('one on another machine is dead when its beat has stood for its lease, whatever is known of processes here', async () => {
    await register('other', 'there')
    const runId = await owned('other', 'STARTED')
    processes = { other: 'dead' }
    const one = recovery()
    await watch(one, 1_000)
    expect(await statusOf(runId)).toBe('STARTED null')
    await one.tick()
    expect(await statusOf(runId)).toBe('FAILURE UNEXPECTED_TERMINATION')
  })

  test('one that beats is never dead, and one that is stopped on this machine is after its lease', async () => {
    await register('beating', 'there')
    await register('stopped')
    const one = recovery()
    for (let round = 0; round < 50; round++) {
      await storage.supervisors.renew('beating')
      await watch(one, 100)
    }
    expect((await registered()).toSorted()).toEqual(['beating alive', 'me alive'])
  })

  test('one that has vanished from this machine lives while it beats: it may be in another container', async () => {
    await register('other')
    const runId = await owned('other', 'STARTED')
    processes = { other: 'vanished' }
    const one = recovery()
    for (let round = 0; round < 20; round++) {
      await watch(one, 400)
      await storage.supervisors.renew('other')
    }
    expect(await statusOf(runId)).toBe('STARTED null')
    expect(await registered()).toContain('other alive')
  })

  test('one that has vanished and does not beat is dead after half its lease, not a moment before', async () => {
    await register('other')
    const runId = await owned('other', 'STARTED')
    processes = { other: 'vanished' }
    const one = recovery()
    await watch(one, 500)
    expect(await statusOf(runId)).toBe('STARTED null')
    await one.tick()
    expect(await statusOf(runId)).toBe('FAILURE UNEXPECTED_TERMINATION')
  })

  test('a renewal that comes between the look and the declaration wins', async () => {
    await register('other', 'there')
    const runId = await owned('other', 'STARTED')
    const { supervisors } = storage
    storage = {
      ...storage,
      supervisors: {
        ...supervisors,
        async declareDead(seen) {
          await supervisors.renew(seen.supervisorId)
          return supervisors.declareDead(seen)
        },
      },
    }
    await watch(recovery(), 3_000)
    expect(await statusOf(runId)).toBe('STARTED null')
  })

  test('a run that had not begun is claimed anew, once, with a raised epoch', async () => {
    const runId = await owned('nobody', 'STARTING')
    const [one, two] = [recovery(), recovery()]
    const counts = await Promise.all([one.tick(), two.tick()])
    expect(counts.toSorted()).toEqual([0, 1])
    expect(accepted).toMatchObject([{ runId, owner: 'me', epoch: 2, status: 'STARTING' }])
    expect(await storage.runs.getRun(runId)).toMatchObject({ status: 'STARTING', owner: 'me', epoch: 2 })
  })

  test('one that is declared dead while it takes over claims nothing', async () => {
    const runId = await owned('nobody', 'STARTING')
    const one = recovery({
      async write(write) {
        await storage.supervisors.declareDead({ supervisorId: 'me', beat: 0 })
        return writeOne(write)
      },
    })
    expect(await one.tick()).toBe(0)
    expect(accepted).toEqual([])
    expect(await storage.runs.getRun(runId)).toMatchObject({ status: 'STARTING', owner: 'nobody', epoch: 1 })
  })

  test('a run that supervisor after supervisor was lost with before it began ends', async () => {
    const runId = await owned('nobody', 'STARTING')
    for (let epoch = 2; epoch <= 5; epoch++) {
      const guard = { kind: 'status', statuses: ['STARTING'] } as const
      await storage.runs.write([{ runId, guard, events: [], change: { raiseEpoch: true, owner: 'nobody' } }])
    }
    await recovery().tick()
    expect(accepted).toEqual([])
    expect(await statusOf(runId)).toBe('FAILURE UNEXPECTED_TERMINATION')
  })

  test('who executes only some runs leaves the others that had not begun, and ends those that had', async () => {
    const [starting, begun] = [await owned('nobody', 'STARTING'), await owned('nobody', 'STARTED')]
    await recovery({ executes: false }).tick()
    expect([await statusOf(starting), await statusOf(begun)]).toEqual(['STARTING null', 'FAILURE UNEXPECTED_TERMINATION'])
  })

  test('a run that was asked to stop ends as what it was asked for', async () => {
    const runId = await owned('nobody', 'CANCELING')
    await recovery().tick()
    expect(await statusOf(runId)).toBe('CANCELED null')
    expect(retried).toEqual([])
  })

  test('a cancel that comes while it is decided is heeded', async () => {
    const runId = await owned('nobody', 'STARTED')
    const cancel = newEvent('RUN_CANCELING', { at: now, payload: { cause: 'user' } })
    const guard = { kind: 'status', statuses: ['STARTED'] } as const
    const write: typeof writeOne = async (one) => {
      await storage.runs.write([{ runId, guard, events: [cancel], change: runChanges([cancel]) ?? {} }])
      return writeOne(one)
    }
    await recovery({ write }).tick()
    expect(await statusOf(runId)).toBe('CANCELED null')
    expect(retried).toEqual([])
  })

  test('a step that the log says has failed for good keeps its run from being retried', async () => {
    const failure = newEvent('STEP_FAILURE', {
      ...{ at: now, stepKey: 'a', attempt: 1 },
      payload: { startedAt: now, error: { name: 'Error', message: 'no' }, reason: 'no', permanent: true },
    })
    const runId = await owned('nobody', 'STARTED', [failure])
    await recovery().tick()
    expect(await statusOf(runId)).toBe('FAILURE UNEXPECTED_TERMINATION')
    expect(retried).toEqual([])
  })

  test('while a worker of the dead will not die its runs do not end, and others do', async () => {
    await register('other')
    const [held, free] = [await owned('other', 'STARTED'), await owned('nobody', 'STARTED')]
    processes = { other: 'dead' }
    lingering = new Set(['other'])
    const one = recovery()
    await one.tick()
    await one.tick()
    expect([await statusOf(held), await statusOf(free)]).toEqual(['STARTED null', 'FAILURE UNEXPECTED_TERMINATION'])
    expect(await registered()).toEqual(['me alive', 'other dead'])
    lingering = new Set()
    await one.tick()
    expect(await statusOf(held)).toBe('FAILURE UNEXPECTED_TERMINATION')
  })

  test('hundreds of runs are recovered in one look', async () => {
    for (let run = 0; run < 250; run++) await owned('nobody', run % 2 === 0 ? 'STARTED' : 'STARTING')
    expect(await recovery().tick()).toBe(250)
    expect(accepted).toHaveLength(125)
  })

  test('one that is not alive itself recovers nothing', async () => {
    const runId = await owned('nobody', 'STARTED')
    const one = recovery({ supervisorId: null })
    expect(await one.tick()).toBe(0)
    expect(await statusOf(runId)).toBe('STARTED null')
  })
})
