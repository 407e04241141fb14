import { type EventLog, isRunId, type RunStorage } from '@pawl/core/plugin'
import type { EventCounts, EventsFilter, LogLevel } from '../generated/schema-types.ts'
import { eventCursor, readEventCursor } from '../input/cursors.ts'
import { eventFilter } from '../input/event-filter.ts'
import { checkedLimit } from '../input/limits.ts'
import type { EventPageNode } from '../nodes.ts'
import { paged } from '../output/paged.ts'
import { type RunProblem, runNotFound } from './fetch-runs.ts'

type Maybe<Value> = Value | null | undefined

export interface EventsAsked {
  readonly runId: string
  readonly afterCursor?: Maybe<string>
  readonly limit: number
  readonly filter?: Maybe<EventsFilter>
  readonly reverse: boolean
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/**
 * A page of a run's log. Reading forwards, the cursor of the last page stands behind all events there are, also those that
 * the filter left out, so that whoever goes on from there does not look at them again.
 */
export async function fetchEvents(
  { runs, eventLog }: { readonly runs: RunStorage; readonly eventLog: EventLog },
  asked: EventsAsked,
): Promise<(EventPageNode & { readonly __typename: 'EventConnection' }) | RunProblem> {
  const { runId, afterCursor, reverse } = asked
  const limit = checkedLimit(asked.limit)
  const filter = eventFilter(asked.filter)
  const from = afterCursor == null ? undefined : readEventCursor(afterCursor)
  const run = isRunId(runId) ? await runs.getRun(runId) : undefined
  if (run === undefined) return runNotFound(runId)
  const place = reverse ? { beforeSeq: from ?? run.nextSeq } : { afterSeq: from ?? 0 }
  const { results, hasMore } = paged(await eventLog.listEvents(runId, { ...place, limit: limit + 1, filter }), limit)
  const last = results.at(-1)?.seq
  const reached = reverse ? (hasMore ? last : 1) : hasMore ? last : Math.max(from ?? 0, last ?? 0, run.nextSeq - 1)
  return { __typename: 'EventConnection', events: results, cursor: eventCursor(reached ?? 0), hasMore }
}

export async function fetchEventCounts(eventLog: EventLog, runId: string, given: Maybe<EventsFilter>): Promise<EventCounts> {
  const filter = eventFilter(given)
  if (!isRunId(runId)) return { total: 0, byLevel: [], byType: [] }
  const { total, byLevel, byType } = await eventLog.countEvents(runId, filter)
  return {
    total,
    byLevel: LEVELS.map((level) => ({ level, count: byLevel[level] })),
    byType: Object.entries(byType).map(([eventType, count]) => ({ eventType, count })),
  }
}
