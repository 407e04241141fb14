import {
  type Instance,
  type PoolSlot,
  poolLimit,
  queueReason,
  type Run,
  type RunInProgress,
  tagLimitsInUse,
} from '@pawl/core/plugin'
import type { Concurrency, DaemonHealth, Pool, QueueReason, RunQueue, SlotHolder } from '../generated/schema-types.ts'

const MOST_HOLDERS = 100

const runHolders = (runIds: readonly string[]): readonly SlotHolder[] =>
  runIds.slice(0, MOST_HOLDERS).map((runId) => ({ runId, stepKey: null, since: null }))

const limitOrNull = (limit: number): number | null => (limit < 0 ? null : limit)

export async function fetchQueueReason(instance: Instance, run: Run): Promise<QueueReason | null> {
  const reason = await queueReason(instance, run)
  return reason === null ? null : { ...reason, holders: runHolders(reason.holders), holderCount: reason.holders.length }
}

export async function fetchRunQueue({ runs, queue, queueLimits }: Instance): Promise<RunQueue> {
  const [queuedCount, inProgress] = await Promise.all([runs.countRuns({ statuses: ['QUEUED'] }), queue.listInProgress()])
  return { queuedCount, inProgressCount: inProgress.length, maxConcurrentRuns: limitOrNull(queueLimits.maxConcurrentRuns) }
}

function poolsInUse(slots: readonly PoolSlot[], { queueLimits }: Instance): readonly Pool[] {
  const names = new Set([...Object.keys(queueLimits.pools), ...slots.map(({ pool }) => pool)])
  return [...names].map((name) => {
    const held = slots.filter(({ pool }) => pool === name)
    const holders = held.slice(0, MOST_HOLDERS).map(({ runId, stepKey, since }) => ({ runId, stepKey, since }))
    return { name, limit: poolLimit(queueLimits, name) ?? null, used: held.length, holders }
  })
}

export async function fetchConcurrency(instance: Instance): Promise<Concurrency> {
  const { queue, slots, queueLimits } = instance
  const [inProgress, held] = await Promise.all([queue.listInProgress(), slots.listSlots()])
  const idsOf = (runs: readonly RunInProgress[]): readonly string[] => runs.map(({ runId }) => runId)
  const tagLimits = tagLimitsInUse(queueLimits.tagConcurrencyLimits, inProgress).map(({ key, value, limit, holders }) => ({
    ...{ key, value, limit: limitOrNull(limit), used: holders.length },
    holders: runHolders(idsOf(holders)),
  }))
  return { tagLimits, pools: poolsInUse(held, instance) }
}

export async function fetchDaemonHealth({ supervisors }: Instance): Promise<DaemonHealth> {
  const all = (await supervisors.list()).map(({ supervisorId, status, hostId, pid, startedAt }) => ({
    ...{ id: supervisorId, hostId, pid, startedAt },
    status: status === 'alive' ? ('ALIVE' as const) : ('DEAD' as const),
  }))
  return { healthy: all.some(({ status }) => status === 'ALIVE'), supervisors: all }
}
