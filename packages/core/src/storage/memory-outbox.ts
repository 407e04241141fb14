import type { MemoryTables } from './memory-tables.ts'
import type { NotificationRecord, Outbox, TakenNotification } from './outbox.ts'

const byAge = (one: NotificationRecord, other: NotificationRecord): number =>
  one.notBefore - other.notBefore || (one.deliveryId < other.deliveryId ? -1 : 1)

const taken = ({ deliveryId, topic, payload, createdAt, runId, attempts }: NotificationRecord): TakenNotification => ({
  ...{ deliveryId, topic, payload, createdAt, runId },
  attempt: attempts,
})

export function memoryOutbox({ outbox, runs }: MemoryTables): Outbox {
  const all = (): NotificationRecord[] => [...outbox.values()].filter(({ runId }) => runs.has(runId))
  const change = (record: NotificationRecord, changes: Partial<NotificationRecord>): NotificationRecord => {
    const changed = { ...record, ...changes }
    outbox.set(record.deliveryId, changed)
    return changed
  }
  const waiting = (): NotificationRecord[] =>
    all()
      .filter(({ status }) => status === 'waiting')
      .sort(byAge)
  return {
    async take({ now, hiddenUntil, limit }) {
      const due = waiting().filter(({ notBefore }) => notBefore <= now)
      return due.slice(0, limit).map((record) => taken(change(record, { notBefore: hiddenUntil, attempts: record.attempts + 1 })))
    },
    async settle({ deliveryId, attempt }, outcome) {
      const record = outbox.get(deliveryId)
      if (record?.status !== 'waiting') return
      if (outcome.kind === 'delivered') change(record, { status: 'delivered', endedAt: outcome.at, error: null })
      else if (record.attempts !== attempt) return
      else if (outcome.kind === 'postponed') change(record, { notBefore: outcome.notBefore, error: outcome.error })
      else change(record, { status: 'given-up', endedAt: outcome.at, error: outcome.error })
    },
    nextDueAt: async () => waiting()[0]?.notBefore ?? null,
    listNotifications: async (runId) =>
      all()
        .filter((record) => record.runId === runId)
        .sort((one, other) => one.createdAt - other.createdAt || (one.deliveryId < other.deliveryId ? -1 : 1)),
    async purge(endedBefore) {
      const old = all().filter(({ endedAt }) => endedAt !== null && endedAt < endedBefore)
      for (const { deliveryId } of old) outbox.delete(deliveryId)
      return old.length
    },
  }
}
