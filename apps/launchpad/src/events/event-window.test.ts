import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventAt, type SlimEvent } from './event-columns.ts'
import { EMPTY_WINDOW, type EventWindow, rowAt, rowCount, windowAfter } from './event-window.ts'

const event = (seq: number): SlimEvent => ({
  seq,
  at: seq * 10,
  level: 'INFO',
  eventType: 'LOG',
  message: `message ${seq}`,
  stepKey: seq % 2 === 0 ? 'even' : null,
  attempt: 1,
})
const events = (from: number, to: number): SlimEvent[] => Array.from({ length: to - from + 1 }, (_, i) => event(from + i))
const seqs = (window: EventWindow): (number | string | undefined)[] =>
  Array.from({ length: rowCount(window) }, (_, index) => {
    const row = rowAt(window, index)
    return row?.kind === 'event' ? row.event.seq : row?.nearer
  })

const opened = windowAfter(EMPTY_WINDOW, { kind: 'opened', events: events(9, 10), total: 10, complete: false })

test('a log opens at its end, and knows how long it is', () => {
  expect(seqs(opened)).toEqual(['head', 'head', 'head', 'head', 'tail', 'tail', 'tail', 'tail', 9, 10])
})

test('events come back from their columns as they went in', () => {
  expect(eventAt(opened.tail, 1)).toEqual(event(10))
  expect(rowAt(opened, 10)).toBeUndefined()
})

test('earlier pages fill the gap until the beginning is reached', () => {
  const more = windowAfter(opened, { kind: 'earlier', events: events(5, 8), complete: false })
  expect(seqs(more)).toEqual(['head', 'head', 'tail', 'tail', 5, 6, 7, 8, 9, 10])
  const whole = windowAfter(more, { kind: 'earlier', events: events(1, 4), complete: true })
  expect(whole.complete).toBe(true)
  expect(seqs(whole)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('the beginning can be read first, and both sides meet', () => {
  const both = windowAfter(opened, { kind: 'head', events: events(1, 3), complete: false })
  expect(seqs(both)).toEqual([1, 2, 3, 'head', 'head', 'head', 'tail', 'tail', 9, 10])
  const met = windowAfter(both, { kind: 'earlier', events: events(2, 8), complete: false })
  expect(seqs(met)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const metFromHead = windowAfter(both, { kind: 'head', events: events(4, 9), complete: false })
  expect(seqs(metFromHead)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('a count that came before its last events does not hide them', () => {
  expect(rowCount(windowAfter(EMPTY_WINDOW, { kind: 'opened', events: events(1, 4), total: 3, complete: true }))).toBe(4)
})

test('live events lengthen the log, and what was seen already does not', () => {
  const live = windowAfter(opened, { kind: 'live', events: events(10, 12) })
  expect(live.total).toBe(12)
  expect(seqs(live).slice(-4)).toEqual([9, 10, 11, 12])
  expect(windowAfter(live, { kind: 'live', events: events(9, 12) })).toBe(live)
})

test('whatever the pages, batches and repeats, every event is there once and in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), fc.array(fc.boolean()), (total, page, sides) => {
      let window = windowAfter(EMPTY_WINDOW, {
        kind: 'opened',
        events: events(Math.max(1, total - page + 1), total),
        total,
        complete: total <= page,
      })
      for (let turn = 0; !window.complete && turn < 200; turn += 1) {
        const head = window.head.length
        const start = total - window.tail.length + 1
        window = windowAfter(
          window,
          sides[turn % (sides.length + 1)]
            ? { kind: 'head', events: events(head + 1, Math.min(total, head + page)), complete: head + page >= total }
            : { kind: 'earlier', events: events(Math.max(1, start - page), start - 1), complete: start - page <= 1 },
        )
        window = windowAfter(window, { kind: 'live', events: events(total, total) })
      }
      expect(seqs(window)).toEqual(events(1, total).map(({ seq }) => seq))
    }),
  )
})
