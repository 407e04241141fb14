import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  countEventGroups,
  type EventCounts,
  type EventFilter,
  type EventPage,
  eventLevel,
  type LogLevel,
  matchesText,
  type StoredEvent,
} from '@pawl/core/plugin'
import type { SelectQueryBuilder } from 'kysely'
import { storedEventOf } from '../rows/event-row.ts'
import type { Tables } from '../schema/tables.ts'
import type { Db } from './db.ts'

type EventQuery<Row> = SelectQueryBuilder<Tables, 'events', Row>

/** How many events are read at once where each has to be looked at; the event loop is free in between. */
const SCAN_SIZE = 1000

const matchesNothing = ({ types, levels, stepKeys }: EventFilter): boolean =>
  types?.length === 0 || levels?.length === 0 || stepKeys?.length === 0

const needsScan = (filter: EventFilter): boolean => filter.text !== undefined && filter.text !== ''

/** Every part of the filter but its text. */
function matching<Row>(query: EventQuery<Row>, filter: EventFilter): EventQuery<Row> {
  const { types, levels, stepKeys, attempt, atFrom, atTo } = filter
  let filtered = query
  if (types !== undefined) filtered = filtered.where('type', 'in', types)
  if (levels !== undefined) filtered = filtered.where('level', 'in', levels)
  if (stepKeys !== undefined) filtered = filtered.where('step_key', 'in', stepKeys)
  if (attempt !== undefined) filtered = filtered.where('attempt', '=', attempt)
  if (atFrom !== undefined) filtered = filtered.where('at', '>=', atFrom)
  if (atTo !== undefined) filtered = filtered.where('at', '<=', atTo)
  return filtered
}

async function eventsBetween(db: Db, runId: string, page: EventPage): Promise<StoredEvent[]> {
  const { afterSeq, beforeSeq, limit, filter = {} } = page
  let query = matching(db.selectFrom('events'), filter).where('run_id', '=', runId)
  if (afterSeq !== undefined) query = query.where('seq', '>', afterSeq)
  if (beforeSeq !== undefined) query = query.where('seq', '<', beforeSeq)
  const newestFirst = beforeSeq !== undefined && afterSeq === undefined
  const rows = await query
    .select(['run_id', 'seq', 'type', 'v', 'at', 'step_key', 'attempt', 'payload'])
    .orderBy('seq', newestFirst ? 'desc' : 'asc')
    .limit(limit)
    .execute()
  return rows.map(storedEventOf)
}

/** Goes through the events in the page's order, a thousand at a time, and gives those that hold the text. */
async function* scan(db: Db, runId: string, page: Omit<EventPage, 'limit'>): AsyncGenerator<StoredEvent> {
  const newestFirst = page.beforeSeq !== undefined && page.afterSeq === undefined
  let rest = page
  for (;;) {
    const events = await eventsBetween(db, runId, { ...rest, limit: SCAN_SIZE })
    for (const event of events) if (matchesText(event, page.filter?.text)) yield event
    const last = events.at(-1)
    if (last === undefined || events.length < SCAN_SIZE) return
    rest = newestFirst ? { ...rest, beforeSeq: last.seq } : { ...rest, afterSeq: last.seq }
    await nextTurn()
  }
}

export async function listEvents(db: Db, runId: string, page: EventPage): Promise<StoredEvent[]> {
  const { filter = {}, limit } = page
  if (limit <= 0 || matchesNothing(filter)) return []
  if (!needsScan(filter)) return eventsBetween(db, runId, page)
  const found: StoredEvent[] = []
  for await (const event of scan(db, runId, page)) if (found.push(event) >= limit) break
  return found
}

export async function countEvents(db: Db, runId: string, filter: EventFilter = {}): Promise<EventCounts> {
  if (matchesNothing(filter)) return countEventGroups([])
  if (needsScan(filter)) {
    // Never the events themselves: they may be a whole log.
    const found: { type: string; level: LogLevel; count: number }[] = []
    for await (const event of scan(db, runId, { filter })) found.push({ type: event.type, level: eventLevel(event), count: 1 })
    return countEventGroups(found)
  }
  const groups = await matching(db.selectFrom('events'), filter)
    .where('run_id', '=', runId)
    .select((eb) => ['type', 'level', eb.fn.countAll<number>().as('count')] as const)
    .groupBy(['type', 'level'])
    .execute()
  return countEventGroups(groups)
}
