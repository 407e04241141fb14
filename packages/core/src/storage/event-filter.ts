import type { LogLevel } from '../definition/context.ts'
import { searchableText } from '../event/describe-event.ts'
import { eventLevel } from '../event/event-level.ts'
import type { StoredEvent } from '../event/run-event.ts'
import type { EventCounts, EventFilter } from './event-log.ts'

/** Whether an event holds the filter's text, the one part of a filter that a database cannot judge. */
export const matchesText = (event: StoredEvent, text: string | undefined): boolean =>
  text === undefined || text === '' || searchableText(event).includes(text.toLowerCase())

export function matchesEventFilter(event: StoredEvent, filter: EventFilter): boolean {
  const { types, levels, stepKeys, attempt, atFrom, atTo, text } = filter
  return (
    (types === undefined || types.includes(event.type)) &&
    (levels === undefined || levels.includes(eventLevel(event))) &&
    (stepKeys === undefined || (event.stepKey !== undefined && stepKeys.includes(event.stepKey))) &&
    (attempt === undefined || event.attempt === attempt) &&
    (atFrom === undefined || event.at >= atFrom) &&
    (atTo === undefined || event.at <= atTo) &&
    matchesText(event, text)
  )
}

/** Adds up events, or groups of events that were counted before. */
export function countEventGroups(
  groups: Iterable<{ readonly type: string; readonly level: LogLevel; readonly count: number }>,
): EventCounts {
  let total = 0
  const byLevel: Record<LogLevel, number> = { debug: 0, info: 0, warn: 0, error: 0 }
  const byType: Record<string, number> = {}
  for (const { type, level, count } of groups) {
    total += count
    byLevel[level] += count
    byType[type] = (byType[type] ?? 0) + count
  }
  return { total, byLevel, byType }
}
