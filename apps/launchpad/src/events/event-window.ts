import {
  appendEvents,
  concatEvents,
  type EventColumns,
  eventAt,
  firstSeq,
  lastSeq,
  NO_EVENTS,
  prependEvents,
  type SlimEvent,
} from './event-columns.ts'

/**
 * What is loaded of a filtered log: its beginning (`head`), its end (`tail`), and between them a gap that is filled from
 * the side the reader is nearer to. A log is opened at its end; live events lengthen the tail.
 *
 * empty ──tail page──▶ tail with a gap before it ──earlier / head pages──▶ complete (head empty, no gap)
 */
export interface EventWindow {
  readonly head: EventColumns
  readonly tail: EventColumns
  /** Nothing is missing between the beginning and the newest event. */
  readonly complete: boolean
  /** As counted by the server, and by live events since. */
  readonly total: number
}

export const EMPTY_WINDOW: EventWindow = { head: NO_EVENTS, tail: NO_EVENTS, complete: false, total: 0 }

export type EventWindowChange =
  /** The newest events, ascending; `complete` where there are no earlier ones. */
  | { readonly kind: 'opened'; readonly events: readonly SlimEvent[]; readonly total: number; readonly complete: boolean }
  | { readonly kind: 'earlier'; readonly events: readonly SlimEvent[]; readonly complete: boolean }
  /** A page that follows the head, or begins the log. */
  | { readonly kind: 'head'; readonly events: readonly SlimEvent[]; readonly complete: boolean }
  | { readonly kind: 'live'; readonly events: readonly SlimEvent[] }

export function windowAfter(window: EventWindow, change: EventWindowChange): EventWindow {
  switch (change.kind) {
    case 'opened':
      return {
        head: NO_EVENTS,
        tail: appendEvents(NO_EVENTS, change.events),
        complete: change.complete,
        total: Math.max(change.total, change.events.length),
      }
    case 'earlier': {
      const headEnd = lastSeq(window.head) ?? 0
      const tail = prependEvents(
        window.tail,
        change.events.filter((event) => event.seq > headEnd),
      )
      return settle({ ...window, tail }, change.complete || change.events.some((event) => event.seq <= headEnd))
    }
    case 'head': {
      const tailStart = firstSeq(window.tail) ?? Number.POSITIVE_INFINITY
      const head = appendEvents(
        window.head,
        change.events.filter((event) => event.seq < tailStart),
      )
      return settle({ ...window, head }, change.complete || change.events.some((event) => event.seq >= tailStart))
    }
    case 'live': {
      const tail = appendEvents(window.tail, change.events)
      return tail === window.tail ? window : { ...window, tail, total: window.total + tail.length - window.tail.length }
    }
  }
}

/** Joins both sides once a page has reached the other one, or the end of the log. */
function settle(window: EventWindow, met: boolean): EventWindow {
  if (!met) return { ...window, total: Math.max(window.total, window.head.length + window.tail.length + 1) }
  const tail = concatEvents(window.head, window.tail)
  return { head: NO_EVENTS, tail, complete: true, total: tail.length }
}

export type WindowRow =
  | { readonly kind: 'event'; readonly event: SlimEvent }
  | { readonly kind: 'gap'; readonly nearer: 'head' | 'tail' }

export const rowCount = (window: EventWindow): number =>
  window.complete ? window.tail.length : Math.max(window.total, window.head.length + window.tail.length)

/** The row at a place in the whole filtered log; a gap says from which side it is reached sooner. */
export function rowAt(window: EventWindow, index: number): WindowRow | undefined {
  const rows = rowCount(window)
  if (index < 0 || index >= rows) return undefined
  const tailStart = rows - window.tail.length
  const event =
    index < window.head.length
      ? eventAt(window.head, index)
      : index >= tailStart
        ? eventAt(window.tail, index - tailStart)
        : undefined
  if (event) return { kind: 'event', event }
  return { kind: 'gap', nearer: index - window.head.length < tailStart - index ? 'head' : 'tail' }
}
