import type { ClaimResult, ClaimRound, QueuedRun, Run, RunInProgress } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { append, claimed, event, launched, logged, messagesOf, reread, written } from './storage-fixtures.ts'

const ME = 'supervisor-1'
const ids = (runs: readonly { readonly runId: string }[]): string[] => runs.map(({ runId }) => runId)

async function registered({ supervisors }: StorageUnderTest, supervisorId = ME): Promise<void> {
  await supervisors.register({ supervisorId, hostId: 'here', pid: 1, socketPath: null, leaseMs: 1_000, startedAt: 1 })
}

const takeAll: ClaimRound['decide'] = () => () => ({
  events: [event('RUN_DEQUEUED', {}), event('RUN_STARTING', { supervisorId: ME, epoch: 1 })],
  change: { status: 'STARTING', owner: ME, startingAt: 7, raiseEpoch: true },
})

const round = (runs: readonly Pick<QueuedRun, 'runId' | 'epoch'>[], changes: Partial<ClaimRound> = {}): ClaimRound => ({
  supervisorId: ME,
  runs: runs.map(({ runId, epoch }) => ({ runId, epoch })),
  readsInProgress: false,
  decide: takeAll,
  alongside: [],
  ...changes,
})

const kinds = (results: readonly ClaimResult[]): string[] => results.map(({ kind }) => kind)

export const QUEUE_CASES: readonly StorageCase[] = [
  {
    name: 'the queue gives what is due, highest priority first, then oldest, page by page, and counts what stands before a run',
    async run(storage) {
      const launchedAt = async (createdAt: number, priority = 0, notBefore: number | null = null): Promise<Run> =>
        launched(storage, { createdAt, priority, notBefore, tags: { n: `${createdAt}` } })
      const [second, first, last] = [await launchedAt(20), await launchedAt(10), await launchedAt(5, -1)]
      const [urgent, due] = [await launchedAt(30, 5), await launchedAt(40, 9, 100)]
      const twins = [await launchedAt(20), await launchedAt(20)]
      const later = await launchedAt(1, 9, 101)
      await claimed(storage, { createdAt: 1, priority: 9 })
      const middle = [second, ...twins].sort((a, b) => (a.runId < b.runId ? -1 : 1))
      const order = [due, urgent, first, ...middle, last]
      const { queue } = storage
      const whole = await queue.listQueue({ now: 100, limit: 99 })
      expect(ids(whole)).toEqual(ids(order))
      expect(whole[0]).toEqual({ runId: due.runId, epoch: 0, priority: 9, createdAt: 40, tags: { n: '40' } })
      for (const limit of [1, 2, 3]) {
        const read: QueuedRun[] = []
        for (;;) {
          const after = read.at(-1)
          const page = await queue.listQueue({ now: 100, limit, ...(after === undefined ? {} : { after }) })
          read.push(...page)
          if (page.length === 0) break
        }
        expect(ids(read)).toEqual(ids(order))
      }
      for (const [index, run] of order.entries()) expect(await queue.countBefore(run, 100)).toBe(index)
      expect(await queue.countBefore(last, 101)).toBe(order.length)
      expect(ids(await queue.listQueue({ now: 101, limit: 1 }))).toEqual([later.runId])
      expect(await queue.listQueue({ now: 101, limit: 0 })).toEqual([])
    },
  },
  {
    name: 'a claim writes what is decided, and gives the run as it is then',
    async run(storage) {
      await registered(storage)
      const run = await launched(storage, { tags: { team: 'ops' } })
      const { claims, alongside } = await storage.queue.claimRuns(round([run]))
      expect(alongside).toEqual([])
      expect(claims).toEqual([{ kind: 'claimed', run: await reread(storage, run.runId) }])
      expect(claims).toMatchObject([
        { run: { status: 'STARTING', owner: ME, startingAt: 7, epoch: 1, lastBatch: 0, nextSeq: 4 } },
      ])
      const log = await storage.eventLog.listEvents(run.runId, { limit: 9 })
      expect(log.map(({ type }) => type)).toEqual(['RUN_ENQUEUED', 'RUN_DEQUEUED', 'RUN_STARTING'])
      await written(storage, append(run.runId, 1, [logged('a')]))
    },
  },
  {
    name: 'a claim that is repeated is answered as made; what is canceled, taken or unknown is gone',
    async run(storage) {
      await registered(storage)
      await registered(storage, 'supervisor-2')
      const [run, canceled, taken] = [await launched(storage), await launched(storage), await launched(storage)]
      const first = await storage.queue.claimRuns(round([run]))
      expect(await storage.queue.claimRuns(round([run]))).toEqual(first)
      const guard = { kind: 'status', statuses: ['QUEUED'] } as const
      await written(storage, { runId: canceled.runId, guard, events: [], change: { status: 'CANCELED' } })
      const others = () => () =>
        ({ events: [], change: { status: 'STARTING', owner: 'supervisor-2', raiseEpoch: true } }) as const
      const byOther = round([taken], { supervisorId: 'supervisor-2', decide: others })
      expect(kinds((await storage.queue.claimRuns(byOther)).claims)).toEqual(['claimed'])
      const unknown = { runId: '01900000-0000-7000-8000-000000000000', epoch: 0 }
      const { claims } = await storage.queue.claimRuns(round([canceled, taken, unknown, { ...run, epoch: 5 }]))
      expect(kinds(claims)).toEqual(['gone', 'gone', 'gone', 'gone'])
      await written(storage, append(run.runId, 1, []))
      await written(storage, { ...append(run.runId, 2, []), change: { status: 'STARTED' } })
      expect(kinds((await storage.queue.claimRuns(round([run]))).claims)).toEqual(['gone'])
    },
  },
  {
    name: 'the decision sees the runs in progress as what is written alongside leaves them, and is asked in order',
    async run(storage) {
      await registered(storage)
      const [ends, stays] = [await claimed(storage, { tags: { a: '1' } }), await claimed(storage, { tags: { b: '2' } })]
      const canceling = await claimed(storage)
      const guard = { kind: 'status', statuses: ['STARTING'] } as const
      await written(storage, { runId: canceling.runId, guard, events: [], change: { status: 'CANCELING' } })
      const waiting = [
        await launched(storage, { createdAt: 3 }),
        await launched(storage, { createdAt: 2 }),
        await launched(storage),
      ]
      const seen: RunInProgress[][] = []
      const asked: string[] = []
      const decide: ClaimRound['decide'] = (inProgress) => {
        seen.push([...inProgress])
        return (run) => {
          asked.push(run.runId)
          return run.createdAt === 2 ? undefined : takeAll([])(run)
        }
      }
      const alongside = [{ ...append(ends.runId, 1, [logged('end')]), change: { status: 'SUCCESS' } as const }]
      const answers = await storage.queue.claimRuns(round(waiting, { readsInProgress: true, decide, alongside }))
      expect(answers.alongside).toMatchObject([{ kind: 'written', status: 'SUCCESS' }])
      expect(kinds(answers.claims)).toEqual(['claimed', 'left', 'claimed'])
      expect(asked).toEqual(ids(waiting))
      const byId = (runs: readonly RunInProgress[]) => [...runs].sort((a, b) => (a.runId < b.runId ? -1 : 1))
      const expected = [
        { runId: stays.runId, tags: { b: '2' } },
        { runId: canceling.runId, tags: {} },
      ]
      expect(byId(seen[0] ?? [])).toEqual(byId(expected))
      expect(await messagesOf(storage, ends.runId)).toEqual(['end'])
      expect((await reread(storage, waiting[1]?.runId ?? '')).status).toBe('QUEUED')
      expect(ids(await storage.queue.listInProgress())).toHaveLength(4)
    },
  },
  {
    name: 'many claims at once, each within a limit, do not exceed it together and take every run once',
    async run(storage) {
      const supervisors = ['a', 'b', 'c', 'd']
      for (const supervisorId of supervisors) await registered(storage, supervisorId)
      const waiting: Run[] = []
      for (let n = 0; n < 12; n++) waiting.push(await launched(storage, { createdAt: n + 1 }))
      const limit = 5
      const decide: ClaimRound['decide'] = (inProgress) => {
        let used = inProgress.length
        return (run) => (used++ < limit ? takeAll([])(run) : undefined)
      }
      const rounds = supervisors.flatMap((supervisorId) =>
        [0, 1, 2].map((part) => round(waiting.slice(4 * part, 4 * part + 4), { supervisorId, readsInProgress: true, decide })),
      )
      const answers = await Promise.all(rounds.map((one) => storage.queue.claimRuns(one)))
      const all = answers.flatMap(({ claims }) => claims)
      const runIds = all.flatMap((claim) => (claim.kind === 'claimed' ? [claim.run.runId] : []))
      expect(runIds).toHaveLength(limit)
      expect(new Set(runIds).size).toBe(limit)
      expect(await storage.queue.listInProgress()).toHaveLength(limit)
    },
  },
  {
    name: 'a supervisor that is dead, gone or never was claims nothing; what it wrote alongside stands by its own guard',
    async run(storage) {
      await registered(storage)
      const run = await launched(storage)
      expect(kinds((await storage.queue.claimRuns(round([run], { supervisorId: 'nobody' }))).claims)).toEqual(['refused'])
      await storage.supervisors.declareDead({ supervisorId: ME, beat: 0 })
      const mine = await claimed(storage)
      const answers = await storage.queue.claimRuns(round([run, run], { alongside: [append(mine.runId, 1, [logged('a')])] }))
      expect(kinds(answers.claims)).toEqual(['refused', 'refused'])
      expect(answers.alongside).toMatchObject([{ kind: 'written' }])
      expect(await reread(storage, run.runId)).toMatchObject({ status: 'QUEUED', epoch: 0, nextSeq: 2 })
    },
  },
]
