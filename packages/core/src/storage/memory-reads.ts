import { eventLevel } from '../event/event-level.ts'
import type { StoredEvent } from '../event/run-event.ts'
import type { Run } from '../run/run.ts'
import type { StepStatus } from '../run/run-status.ts'
import type { AttemptRecord, OutputRecord, StepRecord } from '../run/step-record.ts'
import { countEventGroups, matchesEventFilter } from './event-filter.ts'
import type { EventLog } from './event-log.ts'
import type { MemoryTables, RunEntry } from './memory-tables.ts'
import { matchesRunFilter, runIdTime } from './run-filter.ts'
import type { RunStorage } from './run-storage.ts'

type Key = readonly (string | number)[]

/** Compares lists part by part, text by code units: the order of the databases' keys. */
function compareKeys(a: Key, b: Key): number {
  const at = a.findIndex((part, index) => part !== b[index])
  const [left, right] = [a[at], b[at]]
  if (left === undefined || right === undefined) return 0
  return left < right ? -1 : 1
}

const sortedBy = <Item>(items: Iterable<Item>, key: (item: Item) => Key): Item[] =>
  [...items].sort((a, b) => compareKeys(key(a), key(b)))

const newestFirst = (run: Run): Key => [run.createdAt, run.runId]
const stepOrder = (step: { readonly planOrder: number; readonly stepKey: string }): Key => [step.planOrder, step.stepKey]
const outputOrder = (output: Pick<OutputRecord, 'stepKey' | 'output' | 'mappingKey'>): Key => [
  output.stepKey,
  output.output,
  output.mappingKey ?? '',
]

function earlierAttempts(entry: RunEntry): AttemptRecord[] {
  const attempts = entry.events.flatMap((event): AttemptRecord[] => {
    if ('unknown' in event || event.type !== 'STEP_UP_FOR_RETRY' || event.stepKey === undefined) return []
    const { stepKey, attempt = 1 } = event
    const isNewest = attempt >= (entry.steps.get(stepKey)?.attempts ?? 0)
    return isNewest ? [] : [{ stepKey, attempt, startedAt: event.payload.startedAt, endedAt: event.at }]
  })
  return sortedBy(attempts, ({ stepKey, attempt }) => [stepKey, attempt])
}

function suggestTags(runs: readonly Run[], key: string | undefined, prefix: string): string[] {
  const newest = sortedBy(runs, newestFirst).reverse()
  const words = newest.flatMap((run) => {
    const value = key === undefined ? undefined : run.tags[key]
    return key === undefined ? Object.keys(run.tags).sort() : value === undefined ? [] : [value]
  })
  return [...new Set(words)].filter((word) => word.startsWith(prefix))
}

type Reads = Omit<RunStorage, 'launchRuns' | 'write' | 'close'> & { readonly eventLog: EventLog }

export function memoryReads(tables: MemoryTables): Reads {
  const allRuns = (): Run[] => [...tables.runs.values()].map(({ run }) => run)
  const eventsOf = (runId: string): readonly StoredEvent[] => tables.runs.get(runId)?.events ?? []
  return {
    getRun: async (runId) => tables.runs.get(runId)?.run,
    async listRuns({ filter = {}, cursor, limit }) {
      const newest = sortedBy(allRuns(), newestFirst).reverse()
      if (cursor === undefined) return newest.filter((run) => matchesRunFilter(run, filter)).slice(0, limit)
      // The run of the cursor may have been deleted; its id still says when it was made.
      const from: Key = [tables.runs.get(cursor)?.run.createdAt ?? runIdTime(cursor), cursor]
      const older = newest.filter((run) => compareKeys(newestFirst(run), from) < 0)
      return older.filter((run) => matchesRunFilter(run, filter)).slice(0, limit)
    },
    countRuns: async (filter) => allRuns().filter((run) => matchesRunFilter(run, filter)).length,
    listOwnedRuns: async ({ owner, statuses }) =>
      sortedBy(
        allRuns().filter((run) => run.owner === owner && statuses.includes(run.status)),
        newestFirst,
      ),
    getPlan: async (hash) => tables.plans.get(hash),
    async listSteps(runId, { stepKeys, after, limit }) {
      const steps = sortedBy<StepRecord>(tables.runs.get(runId)?.steps.values() ?? [], stepOrder)
      const wanted = steps.filter((step) => stepKeys === undefined || stepKeys.includes(step.stepKey))
      return wanted.filter((step) => after === undefined || compareKeys(stepOrder(step), stepOrder(after)) > 0).slice(0, limit)
    },
    async countSteps(runId) {
      const counts: Partial<Record<StepStatus, number>> = {}
      for (const { status } of tables.runs.get(runId)?.steps.values() ?? []) counts[status] = (counts[status] ?? 0) + 1
      return counts
    },
    async listEarlierAttempts(runId) {
      const entry = tables.runs.get(runId)
      return entry === undefined ? [] : earlierAttempts(entry)
    },
    async listOutputs(runId, { stepKeys, after, limit }) {
      const all = [...(tables.runs.get(runId)?.outputs.values() ?? [])].flatMap((outputs) => [...outputs.values()])
      const wanted = all.filter((output) => stepKeys === undefined || stepKeys.includes(output.stepKey))
      const rest = wanted.filter((output) => after === undefined || compareKeys(outputOrder(output), outputOrder(after)) > 0)
      return sortedBy(rest, outputOrder).slice(0, limit)
    },
    listTagSuggestions: async ({ key, prefix, limit }) => suggestTags(allRuns(), key, prefix).slice(0, limit),
    eventLog: {
      async listEvents(runId, { afterSeq, beforeSeq, limit, filter = {} }) {
        // An event's number is its place in the log.
        const page = eventsOf(runId).slice(afterSeq ?? 0, Math.max(0, (beforeSeq ?? Number.POSITIVE_INFINITY) - 1))
        if (beforeSeq !== undefined && afterSeq === undefined) page.reverse()
        return page.filter((event) => matchesEventFilter(event, filter)).slice(0, limit)
      },
      async countEvents(runId, filter = {}) {
        const wanted = eventsOf(runId).filter((event) => matchesEventFilter(event, filter))
        return countEventGroups(wanted.map((event) => ({ type: event.type, level: eventLevel(event), count: 1 })))
      },
    },
  }
}
