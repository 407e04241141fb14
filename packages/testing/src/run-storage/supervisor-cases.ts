import { IN_PROGRESS_STATUSES, type RunStatus, type SupervisorSpec } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { append, claim, launched, reread, runSpec, written } from './storage-fixtures.ts'

const supervisorSpec = (supervisorId: string, changes: Partial<SupervisorSpec> = {}): SupervisorSpec => ({
  supervisorId,
  hostId: 'host-1',
  pid: 4711,
  socketPath: '/tmp/one.sock',
  leaseMs: 15_000,
  startedAt: Date.UTC(2026, 0, 1),
  ...changes,
})

const abandoned = async ({ supervisors }: StorageUnderTest): Promise<string[]> =>
  (await supervisors.listAbandonedRuns({ limit: 100 })).map(({ runId }) => runId)

/** A run that its owner has brought to this status. */
async function owned(storage: StorageUnderTest, owner: string, status: RunStatus): Promise<string> {
  const { runId } = await launched(storage, {})
  if (status === 'QUEUED') return runId
  await written(storage, claim(runId, owner))
  await written(storage, { ...append(runId, 1, []), change: { status } })
  return runId
}

export const SUPERVISOR_CASES: readonly StorageCase[] = [
  {
    name: 'supervisors are listed as they registered, the longest there first',
    async run({ supervisors }) {
      const young = supervisorSpec('young', { startedAt: 2_000, socketPath: null, hostId: 'höst' })
      const old = supervisorSpec('old', { startedAt: 1_000, pid: 1, leaseMs: 100 })
      await supervisors.register(young)
      await supervisors.register(old)
      expect(await supervisors.list()).toEqual([
        { ...old, beat: 0, status: 'alive' },
        { ...young, beat: 0, status: 'alive' },
      ])
    },
  },
  {
    name: 'each renewal raises the beat of that supervisor, and registering again changes nothing',
    async run({ supervisors }) {
      await supervisors.register(supervisorSpec('a'))
      await supervisors.register(supervisorSpec('b'))
      expect([await supervisors.renew('a'), await supervisors.renew('a')]).toEqual([true, true])
      await supervisors.register(supervisorSpec('a', { pid: 1 }))
      expect((await supervisors.list()).map(({ supervisorId, beat, pid }) => [supervisorId, beat, pid])).toEqual([
        ['a', 2, 4711],
        ['b', 0, 4711],
      ])
    },
  },
  {
    name: 'a write for a supervisor that is not alive is refused, and what is written beside it is not',
    async run(storage) {
      const { runs, supervisors } = storage
      const [{ runId }, beside] = [await launched(storage, {}), await launched(storage, {})]
      await supervisors.register(supervisorSpec('a'))
      const take = (epoch: number, aliveSupervisor: string) => {
        const { events, change } = claim(runId, aliveSupervisor)
        const guard = { kind: 'status', statuses: ['QUEUED', 'STARTING'], epoch, aliveSupervisor } as const
        return { runId, guard, events, ...(change && { change }) }
      }
      expect(await runs.write([take(0, 'nobody')])).toEqual([{ kind: 'refused', status: 'QUEUED', epoch: 0 }])
      expect(await runs.write([take(0, 'a')])).toMatchObject([{ kind: 'written', status: 'STARTING', epoch: 1 }])
      await supervisors.declareDead({ supervisorId: 'a', beat: 0 })
      expect(await runs.write([take(1, 'a'), claim(beside.runId, 'b')])).toMatchObject([
        { kind: 'refused', status: 'STARTING', epoch: 1 },
        { kind: 'written', status: 'STARTING', epoch: 1 },
      ])
      expect(await reread(storage, runId)).toMatchObject({ owner: 'a', epoch: 1 })
    },
  },
  {
    name: 'a supervisor that was declared dead is never alive again',
    async run({ supervisors }) {
      await supervisors.register(supervisorSpec('a'))
      expect(await supervisors.declareDead({ supervisorId: 'a', beat: 0 })).toBe(true)
      expect(await supervisors.renew('a')).toBe(false)
      await supervisors.register(supervisorSpec('a'))
      expect(await supervisors.renew('a')).toBe(false)
      expect(await supervisors.list()).toMatchObject([{ status: 'dead', beat: 0 }])
      expect(await supervisors.declareDead({ supervisorId: 'a', beat: 0 })).toBe(true)
    },
  },
  {
    name: 'a renewal that came after the beat that was seen wins',
    async run({ supervisors }) {
      await supervisors.register(supervisorSpec('a'))
      await supervisors.renew('a')
      expect(await supervisors.declareDead({ supervisorId: 'a', beat: 0 })).toBe(false)
      expect(await supervisors.renew('a')).toBe(true)
      expect(await supervisors.declareDead({ supervisorId: 'a', beat: 2 })).toBe(true)
    },
  },
  {
    name: 'of a renewal and a declaration at the same time one wins, and both know which',
    async run({ supervisors }) {
      for (let round = 0; round < 10; round++) {
        const supervisorId = `s${round}`
        await supervisors.register(supervisorSpec(supervisorId))
        const [isAlive, isDead] = await Promise.all([
          supervisors.renew(supervisorId),
          supervisors.declareDead({ supervisorId, beat: 0 }),
        ])
        expect(isAlive).toBe(!isDead)
      }
    },
  },
  {
    name: 'one that was removed is not alive, and removing it twice is removing it once',
    async run({ supervisors }) {
      await supervisors.register(supervisorSpec('a'))
      await supervisors.remove('a')
      await supervisors.remove('a')
      expect(await supervisors.list()).toEqual([])
      expect(await supervisors.renew('a')).toBe(false)
      expect(await supervisors.declareDead({ supervisorId: 'a', beat: 0 })).toBe(true)
    },
  },
  {
    name: 'runs in progress are abandoned when their owner is dead or not there, and only those',
    async run(storage) {
      const { supervisors } = storage
      const statuses: readonly RunStatus[] = [...IN_PROGRESS_STATUSES, 'QUEUED', 'SUCCESS', 'FAILURE', 'CANCELED']
      for (const name of ['alive', 'dead', 'removed']) await supervisors.register(supervisorSpec(name))
      const runsOf = new Map<string, string[]>()
      for (const owner of ['alive', 'dead', 'removed', 'unknown']) {
        const runIds: string[] = []
        for (const status of statuses) runIds.push(await owned(storage, owner, status))
        runsOf.set(owner, runIds)
      }
      const expected = (...owners: string[]): string[] => owners.flatMap((owner) => (runsOf.get(owner) ?? []).slice(0, 3)).sort()
      expect((await abandoned(storage)).sort()).toEqual(expected('unknown'))
      await supervisors.declareDead({ supervisorId: 'dead', beat: 0 })
      await supervisors.remove('removed')
      expect((await abandoned(storage)).sort()).toEqual(expected('dead', 'removed', 'unknown'))
    },
  },
  {
    name: 'abandoned runs come as whole runs in pages, the oldest first, until somebody who is alive owns them',
    async run(storage) {
      const { supervisors } = storage
      await supervisors.register(supervisorSpec('heir'))
      const runs = await Promise.all(
        [3, 1, 2].map(async (createdAt) => {
          const spec = runSpec({ createdAt })
          await launched(storage, spec)
          await written(storage, claim(spec.runId, 'nobody'))
          return reread(storage, spec.runId)
        }),
      )
      const [third, first, second] = runs
      const firstPage = await supervisors.listAbandonedRuns({ limit: 2 })
      expect(firstPage).toEqual([first, second])
      expect(await supervisors.listAbandonedRuns({ limit: 2, after: second ?? { createdAt: 0, runId: '' } })).toEqual([third])
      await written(storage, claim(second?.runId ?? '', 'heir'))
      expect(await supervisors.listAbandonedRuns({ limit: 9 })).toEqual([first, third])
    },
  },
]
