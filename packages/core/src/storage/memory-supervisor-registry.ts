import { IN_PROGRESS_STATUSES } from '../run/run-status.ts'
import type { MemoryTables } from './memory-tables.ts'
import type { SupervisorRecord, SupervisorRegistry } from './supervisor-registry.ts'

const inOrder = <Item>(items: Iterable<Item>, key: (item: Item) => readonly [time: number, id: string]): readonly Item[] =>
  [...items].sort((one, other) => {
    const [a, b] = [key(one), key(other)]
    return a[0] - b[0] || (a[1] < b[1] ? -1 : 1)
  })

export function memorySupervisorRegistry({ runs, supervisors }: MemoryTables): SupervisorRegistry {
  const isAlive = (supervisorId: string | null): boolean =>
    supervisorId !== null && supervisors.get(supervisorId)?.status === 'alive'
  const change = (supervisorId: string, changes: Partial<SupervisorRecord>): void => {
    const record = supervisors.get(supervisorId)
    if (record !== undefined) supervisors.set(supervisorId, { ...record, ...changes })
  }
  return {
    async register(spec) {
      if (!supervisors.has(spec.supervisorId)) supervisors.set(spec.supervisorId, { ...spec, beat: 0, status: 'alive' })
    },
    async renew(supervisorId) {
      const record = supervisors.get(supervisorId)
      if (record?.status !== 'alive') return false
      change(supervisorId, { beat: record.beat + 1 })
      return true
    },
    list: async () => inOrder(supervisors.values(), ({ startedAt, supervisorId }) => [startedAt, supervisorId]),
    async declareDead({ supervisorId, beat }) {
      if (supervisors.get(supervisorId)?.beat === beat) change(supervisorId, { status: 'dead' })
      return !isAlive(supervisorId)
    },
    remove: async (supervisorId) => void supervisors.delete(supervisorId),
    async listAbandonedRuns({ limit, after }) {
      const abandoned = [...runs.values()].flatMap(({ run }) =>
        IN_PROGRESS_STATUSES.has(run.status) && !isAlive(run.owner) ? [run] : [],
      )
      const rest = inOrder(abandoned, ({ createdAt, runId }) => [createdAt, runId]).filter(
        ({ createdAt, runId }) =>
          after === undefined || createdAt > after.createdAt || (createdAt === after.createdAt && runId > after.runId),
      )
      return rest.slice(0, limit)
    },
  }
}
