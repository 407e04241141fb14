import type { LogLevel } from '../generated/graphql.ts'

/** A log event without its details: those are fetched when a row is opened. `at` is UTC milliseconds. */
export interface SlimEvent {
  readonly seq: number
  readonly at: number
  readonly level: LogLevel
  readonly eventType: string
  readonly message: string
  readonly stepKey: string | null
  readonly attempt: number | null
}

interface Columns {
  readonly seq: readonly number[]
  readonly at: readonly number[]
  readonly level: readonly LogLevel[]
  readonly eventType: readonly string[]
  readonly message: readonly string[]
  readonly stepKey: readonly (string | null)[]
  readonly attempt: readonly (number | null)[]
}

/**
 * Ascending events kept by column in pieces that never change: adding a page costs the page, not the log, and no event
 * is an object until it is shown.
 */
export interface EventColumns {
  readonly pieces: readonly { readonly start: number; readonly columns: Columns }[]
  readonly length: number
}

export const NO_EVENTS: EventColumns = { pieces: [], length: 0 }

function toColumns(events: readonly SlimEvent[]): Columns {
  return {
    seq: events.map((event) => event.seq),
    at: events.map((event) => event.at),
    level: events.map((event) => event.level),
    eventType: events.map((event) => event.eventType),
    message: events.map((event) => event.message),
    stepKey: events.map((event) => event.stepKey),
    attempt: events.map((event) => event.attempt),
  }
}

export const firstSeq = (events: EventColumns): number | undefined => events.pieces[0]?.columns.seq[0]
export const lastSeq = (events: EventColumns): number | undefined => events.pieces.at(-1)?.columns.seq.at(-1)

/** Adds what is newer than everything held; the rest was seen before. */
export function appendEvents(held: EventColumns, events: readonly SlimEvent[]): EventColumns {
  const last = lastSeq(held) ?? 0
  const fresh = events.filter((event) => event.seq > last)
  if (fresh.length === 0) return held
  return joinPieces([...held.pieces.map((piece) => piece.columns), toColumns(fresh)])
}

/** Adds what is older than everything held. */
export function prependEvents(held: EventColumns, events: readonly SlimEvent[]): EventColumns {
  const first = firstSeq(held) ?? Number.POSITIVE_INFINITY
  const fresh = events.filter((event) => event.seq < first)
  if (fresh.length === 0) return held
  return joinPieces([toColumns(fresh), ...held.pieces.map((piece) => piece.columns)])
}

export const concatEvents = (one: EventColumns, other: EventColumns): EventColumns =>
  joinPieces([...one.pieces, ...other.pieces].map((piece) => piece.columns))

const SMALL_PIECE = 256

function joinPieces(columns: readonly Columns[]): EventColumns {
  const pieces: { start: number; columns: Columns }[] = []
  let length = 0
  for (const next of columns) {
    const last = pieces.at(-1)
    // Live events come a few at a time: without this, a long run would end up with a piece for each of them.
    if (last && last.columns.seq.length + next.seq.length <= SMALL_PIECE) {
      last.columns = mergeColumns(last.columns, next)
    } else {
      pieces.push({ start: length, columns: next })
    }
    length += next.seq.length
  }
  return { pieces, length }
}

const mergeColumns = (one: Columns, other: Columns): Columns => ({
  seq: [...one.seq, ...other.seq],
  at: [...one.at, ...other.at],
  level: [...one.level, ...other.level],
  eventType: [...one.eventType, ...other.eventType],
  message: [...one.message, ...other.message],
  stepKey: [...one.stepKey, ...other.stepKey],
  attempt: [...one.attempt, ...other.attempt],
})

export function eventAt(events: EventColumns, index: number): SlimEvent | undefined {
  let low = 0
  let high = events.pieces.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((events.pieces[middle]?.start ?? 0) <= index) low = middle
    else high = middle - 1
  }
  const piece = events.pieces[low]
  return piece && readRow(piece.columns, index - piece.start)
}

function readRow(columns: Columns, row: number): SlimEvent | undefined {
  const seq = columns.seq[row]
  const level = columns.level[row]
  if (seq === undefined || level === undefined) return undefined
  return {
    seq,
    level,
    at: columns.at[row] ?? 0,
    eventType: columns.eventType[row] ?? '',
    message: columns.message[row] ?? '',
    stepKey: columns.stepKey[row] ?? null,
    attempt: columns.attempt[row] ?? null,
  }
}
