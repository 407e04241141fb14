import type { Run } from '../run/run.ts'
import { IN_PROGRESS_STATUSES } from '../run/run-status.ts'
import type { MemoryTables } from './memory-tables.ts'
import { appendEvents, transaction, type Undo, writeOne } from './memory-writes.ts'
import type { ClaimResult, ClaimRound, QueuedRun, QueuePlace, RunInProgress, RunQueue } from './run-queue.ts'

/** Below 0 where the first is claimed first. */
function compareInQueue(a: QueuePlace, b: QueuePlace): number {
  const isBefore = a.createdAt === b.createdAt ? a.runId < b.runId : a.createdAt < b.createdAt
  return b.priority - a.priority || (a.runId === b.runId ? 0 : isBefore ? -1 : 1)
}

const queuedRunOf = ({ runId, epoch, priority, createdAt, tags }: Run): QueuedRun => ({
  runId,
  epoch,
  priority,
  createdAt,
  tags,
})

type Decide = ReturnType<ClaimRound['decide']>

export function memoryRunQueue(tables: MemoryTables): RunQueue {
  const allRuns = (): readonly Run[] => [...tables.runs.values()].map(({ run }) => run)
  const dueRuns = (now: number): readonly Run[] =>
    allRuns()
      .filter(({ status, notBefore }) => status === 'QUEUED' && (notBefore ?? 0) <= now)
      .sort(compareInQueue)
  const inProgress = (): readonly RunInProgress[] =>
    allRuns().flatMap(({ runId, tags, status }) => (IN_PROGRESS_STATUSES.has(status) ? [{ runId, tags }] : []))

  function claim(undo: Undo, asked: ClaimRound['runs'][number], supervisorId: string, decide: Decide): ClaimResult {
    const entry = tables.runs.get(asked.runId)
    if (entry === undefined) return { kind: 'gone' }
    const { status, owner, epoch } = entry.run
    if (status === 'STARTING' && owner === supervisorId && epoch === asked.epoch + 1) return { kind: 'claimed', run: entry.run }
    if (status !== 'QUEUED' || epoch !== asked.epoch) return { kind: 'gone' }
    const write = decide(entry.run)
    if (write === undefined) return { kind: 'left' }
    appendEvents(undo, entry, write.events, write.change)
    return { kind: 'claimed', run: entry.run }
  }

  return {
    claimRuns: async ({ supervisorId, runs, readsInProgress, decide, alongside }) =>
      transaction((undo) => {
        const written = alongside.map((write) => writeOne(undo, tables, write))
        const isAlive = tables.supervisors.get(supervisorId)?.status === 'alive'
        if (!isAlive) return { alongside: written, claims: runs.map((): ClaimResult => ({ kind: 'refused' })) }
        const decideOne = decide(readsInProgress ? inProgress() : [])
        return { alongside: written, claims: runs.map((asked) => claim(undo, asked, supervisorId, decideOne)) }
      }),
    listQueue: async ({ now, after, limit }) =>
      dueRuns(now)
        .filter((run) => after === undefined || compareInQueue(run, after) > 0)
        .slice(0, limit)
        .map(queuedRunOf),
    countBefore: async (place, now) => dueRuns(now).filter((run) => compareInQueue(run, place) < 0).length,
    listInProgress: async () => inProgress(),
  }
}
