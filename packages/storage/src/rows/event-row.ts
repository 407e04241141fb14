import { type JsonObject, type RawEvent, type StoredEvent, upcastEvent } from '@pawl/core/plugin'
import type { EventsTable } from '../schema/tables.ts'

export type EventRow = Omit<EventsTable, 'level'>

/** An event as this version of Pawl understands it, whichever version wrote the row. */
export function storedEventOf(row: EventRow): StoredEvent {
  const raw: RawEvent = {
    type: row.type,
    v: row.v,
    at: row.at,
    ...(row.step_key === null ? {} : { stepKey: row.step_key }),
    ...(row.attempt === null ? {} : { attempt: row.attempt }),
    payload: JSON.parse(row.payload) as JsonObject,
  }
  return { ...upcastEvent(raw), runId: row.run_id, seq: row.seq }
}
