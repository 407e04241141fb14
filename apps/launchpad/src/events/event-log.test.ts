import { expect, test, vi } from 'vitest'
import type { SlimEvent } from './event-columns.ts'
import { type EventSource, eventLog, indexOfSeq } from './event-log.ts'
import { rowAt, rowCount } from './event-window.ts'

const event = (seq: number): SlimEvent => ({
  seq,
  at: seq,
  level: 'INFO',
  eventType: 'LOG',
  message: `m${seq}`,
  stepKey: null,
  attempt: null,
})

function simulatedLog(count: number, pageSize = 10) {
  let total = count
  let listener: ((events: readonly SlimEvent[]) => void) | undefined
  let catchUp: (() => void) | undefined
  let resume: (() => string) | undefined
  const reads: string[] = []
  const source: EventSource = {
    countEvents: async () => total,
    loadPage: async ({ cursor, reverse }) => {
      reads.push(`${reverse ? 'before' : 'after'} ${cursor}`)
      const all = Array.from({ length: total }, (_, i) => event(i + 1))
      const from = cursor === null ? undefined : Number(cursor)
      const left = reverse
        ? all.toReversed().filter(({ seq }) => seq < (from ?? total + 1))
        : all.filter(({ seq }) => seq > (from ?? 0))
      return { events: left.slice(0, pageSize), hasMore: left.length > pageSize }
    },
    follow: (resumeFrom, onEvents) => {
      resume = resumeFrom
      listener = onEvents
      return () => {
        listener = undefined
      }
    },
    onCatchUp: (each) => {
      catchUp = each
      return () => undefined
    },
  }
  return {
    source,
    reads,
    grow: (by: number, tell = true) => {
      const added = Array.from({ length: by }, (_, i) => event(total + i + 1))
      total += by
      if (tell) listener?.(added)
    },
    catchUp: () => catchUp?.(),
    resumeFrom: () => resume?.(),
    isFollowed: () => listener !== undefined,
  }
}

const opened = async (run: ReturnType<typeof simulatedLog>) => {
  const log = eventLog(run.source)
  const stop = log.start()
  await vi.waitFor(() => expect(run.isFollowed()).toBe(true))
  const seqAt = (index: number) => {
    const row = rowAt(log.state.get().window, index)
    return row?.kind === 'event' ? row.event.seq : row?.kind
  }
  return { log, stop, seqAt, rows: () => rowCount(log.state.get().window) }
}

test('a long log is opened with one page and its count', async () => {
  const run = simulatedLog(95)
  const { rows, seqAt } = await opened(run)
  expect(rows()).toBe(95)
  expect([seqAt(94), seqAt(85), seqAt(84)]).toEqual([95, 86, 'gap'])
  expect(run.reads).toEqual(['before null'])
  expect(run.resumeFrom()).toBe('95')
})

test('what is looked at is loaded, from the nearer side, page by page until it is there', async () => {
  const run = simulatedLog(95)
  const { log, seqAt } = await opened(run)
  log.show(0, 5)
  await vi.waitFor(() => expect(seqAt(0)).toBe(1))
  expect(run.reads).toEqual(['before null', 'after null'])
  log.show(60, 65)
  await vi.waitFor(() => expect(seqAt(60)).toBe(61))
  expect(run.reads.filter((read) => read.startsWith('before')).length).toBeGreaterThan(2)
  expect(indexOfSeq(log.state.get().window, 64)).toBe(63)
  expect(indexOfSeq(log.state.get().window, 30)).toBeUndefined()
})

test('live events come at the end, and the stream is resumed after them', async () => {
  const run = simulatedLog(5)
  const { rows, stop } = await opened(run)
  run.grow(3)
  expect(rows()).toBe(8)
  expect(run.resumeFrom()).toBe('8')
  stop()
  expect(run.isFollowed()).toBe(false)
})

test('what was missed while the line was down is read afterwards, once', async () => {
  const run = simulatedLog(5)
  const { rows, seqAt } = await opened(run)
  run.grow(25, false)
  run.catchUp()
  await vi.waitFor(() => expect(rows()).toBe(30))
  expect(Array.from({ length: 30 }, (_, i) => seqAt(i))).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
})

test('a log that could not be read says so, and tries again when the server is back', async () => {
  const run = simulatedLog(5)
  let fails = true
  const log = eventLog({
    ...run.source,
    countEvents: () => (fails ? Promise.reject(new Error('no answer')) : run.source.countEvents()),
  })
  log.start()
  await vi.waitFor(() => expect(log.state.get().problem).toBe('no answer'))
  fails = false
  run.catchUp()
  await vi.waitFor(() => expect(log.state.get()).toMatchObject({ opened: true, problem: undefined }))
})
