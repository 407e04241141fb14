import { expect, test, vi } from 'vitest'
import { capturedStream, type SizedSlice, type StreamSource } from './captured-stream.ts'
import { shownLines } from './log-lines.ts'

function simulatedStream(initial: string) {
  let text = initial
  let listener: ((slice: SizedSlice) => void) | undefined
  let resume: (() => number) | undefined
  let catchUp: (() => void) | undefined
  const slice = (from: number, to: number): SizedSlice => ({
    text: text.slice(from, to),
    offset: from,
    nextOffset: to,
    sizeBytes: text.length,
  })
  const source: StreamSource = {
    read: async (offset, limit) => {
      const from = offset < 0 ? Math.max(0, text.length + offset) : offset
      return slice(from, Math.min(text.length, from + limit))
    },
    follow: (resumeFrom, onSlice) => {
      resume = resumeFrom
      listener = onSlice
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
    write: (more: string, tell = true) => {
      const from = text.length
      text += more
      if (tell) listener?.(slice(from, text.length))
    },
    resumeFrom: () => resume?.(),
    isFollowed: () => listener !== undefined,
    catchUp: () => catchUp?.(),
  }
}

test('a stream is shown from its end and grows', async () => {
  const run = simulatedStream('one\ntw')
  const stream = capturedStream(run.source)
  const stop = stream.start()
  await vi.waitFor(() => expect(stream.state.get().loaded).toBe(true))
  run.write('o\nthree')
  expect(shownLines(stream.state.get().log)).toEqual(['one', 'two', 'three'])
  expect(run.resumeFrom()).toBe(13)
  stop()
  expect(run.isFollowed()).toBe(false)
})

test('the beginning of a long stream is loaded on demand, without a seam', async () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `line ${i}`)
  const stream = capturedStream(simulatedStream(`${lines.join('\n')}\n`).source)
  stream.start()
  await vi.waitFor(() => expect(stream.state.get().loaded).toBe(true))
  expect(stream.state.get().log.firstOffset).toBeGreaterThan(0)
  while (stream.state.get().log.firstOffset > 0) {
    stream.loadEarlier()
    await vi.waitFor(() => expect(stream.state.get().loadingEarlier).toBe(false))
  }
  expect(shownLines(stream.state.get().log)).toEqual(lines)
})

test('what was written while the line was down is read afterwards', async () => {
  const run = simulatedStream('one\n')
  const stream = capturedStream(run.source)
  stream.start()
  await vi.waitFor(() => expect(stream.state.get().loaded).toBe(true))
  run.write('two\n', false)
  run.catchUp()
  await vi.waitFor(() => expect(shownLines(stream.state.get().log)).toEqual(['one', 'two']))
})
