import { memoryRunStorage, NO_QUEUE_LIMITS, type QueueLimits, type Run, type RunSpec, runHints } from '@pawl/core/plugin'
import { simulatedClock } from '@pawl/testing'
import { expect, test } from 'vitest'
import { runSpec } from '../../test/queue/run-spec.ts'
import { queueOfGroups } from './queue-of-groups.ts'
import { type Claim, RunCoordinator } from './run-coordinator.ts'

interface Setup {
  readonly limits?: Partial<QueueLimits>
  readonly room?: number
  readonly onlyGroups?: ReadonlySet<string>
  /** Comes before each claim. */
  readonly meanwhile?: (round: Parameters<Claim>[0]) => Promise<void>
}

async function coordinatorOf({ limits = {}, room = 10, onlyGroups, meanwhile }: Setup) {
  const storage = memoryRunStorage()
  for (const supervisorId of ['me', 'other'])
    await storage.supervisors.register({ supervisorId, hostId: 'h', pid: 1, socketPath: null, leaseMs: 1_000, startedAt: 1 })
  const accepted: Run[] = []
  const supervisor = { supervisorId: 'me' as string | undefined, room, accept: (run: Run) => void accepted.push(run) }
  const asked: number[] = []
  const coordinator = new RunCoordinator({
    queue: onlyGroups === undefined ? storage.queue : queueOfGroups(onlyGroups, storage.runs, storage.queue),
    limits: { ...NO_QUEUE_LIMITS, ...limits },
    hints: runHints(),
    clock: simulatedClock(2_000_000),
    supervisor,
    async claim(round) {
      asked.push(round.runs.length)
      await meanwhile?.(round)
      return (await storage.queue.claimRuns({ ...round, alongside: [] })).claims
    },
  })
  const launch = async (...specs: Partial<RunSpec>[]): Promise<string[]> => {
    const results = await storage.runs.launchRuns(specs.map((spec) => ({ spec: runSpec(spec), events: [] })))
    return results.map(({ run }) => run.runId)
  }
  return { storage, coordinator, supervisor, accepted, asked, launch }
}

const ids = (runs: readonly Run[]): string[] => runs.map(({ runId }) => runId)

test('it takes the first of the queue, no more than there is room for, and hands on what it has claimed', async () => {
  const { coordinator, accepted, launch, storage } = await coordinatorOf({ room: 2 })
  const [late, early, urgent] = await launch({ createdAt: 20 }, { createdAt: 10 }, { createdAt: 30, priority: 1 })
  expect(await Promise.all([coordinator.tick(), coordinator.tick()])).toEqual([2, 2])
  expect(ids(accepted)).toEqual([urgent, early])
  expect(accepted[0]).toEqual(await storage.runs.getRun(urgent ?? ''))
  expect(accepted[0]).toMatchObject({ status: 'STARTING', owner: 'me', epoch: 1, startingAt: 2_000_000 })
  const log = await storage.eventLog.listEvents(urgent ?? '', { limit: 9 })
  expect(log).toMatchObject([{ type: 'RUN_DEQUEUED' }, { type: 'RUN_STARTING', payload: { supervisorId: 'me', epoch: 1 } }])
  expect(await coordinator.tick()).toBe(1)
  expect(accepted.at(-1)?.runId).toBe(late)
})

test('behind a long stretch of runs that a limit keeps waiting it finds those that may start', async () => {
  const tagConcurrencyLimits = [{ key: 'team', value: 'ops', applyLimitPerUniqueValue: false, limit: 1 }]
  const { coordinator, accepted, launch } = await coordinatorOf({ limits: { tagConcurrencyLimits } })
  const [first] = await launch(
    ...Array.from({ length: 1_300 }, (_, n) => ({ createdAt: n + 1, priority: 1, tags: { team: 'ops' } })),
  )
  const [behind] = await launch({ createdAt: 1 })
  expect(await coordinator.tick()).toBe(2)
  expect(ids(accepted)).toEqual([first, behind])
})

test('where nothing may start nothing is claimed, nor where it is not alive or has no room', async () => {
  const { coordinator, supervisor, asked, launch } = await coordinatorOf({ limits: { maxConcurrentRuns: 0 } })
  await launch({}, {})
  expect([await coordinator.tick(), asked]).toEqual([0, []])
  const free = await coordinatorOf({})
  await free.launch({})
  free.supervisor.supervisorId = undefined
  expect(await free.coordinator.tick()).toBe(0)
  free.supervisor.supervisorId = 'me'
  free.supervisor.room = 0
  expect([await free.coordinator.tick(), free.asked, supervisor.room]).toEqual([0, [], 10])
})

test('what another supervisor has taken meanwhile is made up for at once, within the limits as they are then', async () => {
  let taken = 0
  const { coordinator, storage, accepted, launch } = await coordinatorOf({
    limits: { maxConcurrentRuns: 4 },
    room: 3,
    async meanwhile({ runs }) {
      if (taken++ > 0) return
      const take = (owner: string) => () => () =>
        ({ events: [], change: { status: 'STARTING', owner, raiseEpoch: true } }) as const
      const round = { supervisorId: 'other', runs: runs.slice(0, 2), readsInProgress: false, alongside: [] }
      await storage.queue.claimRuns({ ...round, decide: take('other') })
    },
  })
  const launched = await launch(...[1, 2, 3, 4, 5].map((createdAt) => ({ createdAt })))
  expect(await coordinator.tick()).toBe(2)
  expect(ids(accepted)).toEqual(launched.slice(2, 4))
  expect(await storage.queue.listInProgress()).toHaveLength(4)
})

test('limited to some groups it takes their runs only, in the order of the queue, and sees the set grow', async () => {
  const onlyGroups = new Set<string>()
  const { coordinator, accepted, launch } = await coordinatorOf({ onlyGroups })
  const [root, foreign] = await launch({ createdAt: 10 }, { createdAt: 1 })
  expect(await coordinator.tick()).toBe(0)
  const [urgent, due] = await launch(
    { rootRunId: root ?? '', createdAt: 30, priority: 2 },
    { rootRunId: root ?? '', createdAt: 20 },
  )
  await launch({ rootRunId: root ?? '', notBefore: 2_000_001 })
  onlyGroups.add(root ?? '')
  expect(await coordinator.tick()).toBe(3)
  expect(ids(accepted)).toEqual([urgent, root, due])
  expect(ids(accepted)).not.toContain(foreign)
})
