import type { LogLevel } from '../definition/context.ts'
import type { StoredEvent } from '../event/run-event.ts'
import type { RunId } from '../foundation/ids.ts'

export interface EventFilter {
  readonly types?: readonly string[]
  /** Events of no level of their own count as `error` (failures), `warn` (retries, cancels, lost outputs) or `debug` (the rest). */
  readonly levels?: readonly LogLevel[]
  /** Exact step keys; of a mapped step each copy is named. */
  readonly stepKeys?: readonly string[]
  readonly attempt?: number
  /** Case-insensitive, anywhere in the event's sentence (see describeEvent), step key, type or error with its causes. */
  readonly text?: string
  /** Both ends count; UTC milliseconds. */
  readonly atFrom?: number
  readonly atTo?: number
}

export interface EventPage {
  /** Events with a greater number, ascending. */
  readonly afterSeq?: number
  /** Events with a smaller number; given without `afterSeq` the newest come first. */
  readonly beforeSeq?: number
  readonly limit: number
  readonly filter?: EventFilter
}

export interface EventCounts {
  readonly total: number
  readonly byLevel: Readonly<Record<LogLevel, number>>
  readonly byType: Readonly<Record<string, number>>
}

/** Reads the append-only truth of runs; it is written by {@link RunStorage.write} only. */
export interface EventLog {
  listEvents(runId: RunId, page: EventPage): Promise<readonly StoredEvent[]>
  countEvents(runId: RunId, filter?: EventFilter): Promise<EventCounts>
}
