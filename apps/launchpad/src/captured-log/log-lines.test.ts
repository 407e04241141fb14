import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendSlice, foldCarriageReturns, type LogLines, noLines, prependSlice, shownLines } from './log-lines.ts'

const read = (...texts: readonly string[]): LogLines =>
  texts.reduce(
    (log, text) => appendSlice(log, { text, offset: log.nextOffset, nextOffset: log.nextOffset + text.length }),
    noLines(),
  )

test('lines cut by slices are joined, and the one being written is shown', () => {
  expect(shownLines(read('one\ntw', 'o\nthr', 'ee'))).toEqual(['one', 'two', 'three'])
})

test('a progress bar leaves its last value', () => {
  expect(shownLines(read('start\n10%\r20%\r', '30%', '\r100%\ndone\n'))).toEqual(['start', '100%', 'done'])
})

test('a bar that grows for ever does not', () => {
  const log = read(...Array.from({ length: 1000 }, (_, i) => `\r${i} of 1000`))
  expect(log.open.length).toBeLessThan(40)
  expect(shownLines(log)).toEqual(['999 of 1000'])
})

test('Windows line ends are line ends', () => {
  expect(shownLines(read('one\r\ntwo\r', '\nthree'))).toEqual(['one', 'two', 'three'])
  expect(foldCarriageReturns('a\rb\r')).toBe('b')
})

test('a slice that came twice, or does not follow, changes nothing', () => {
  const log = read('one\n')
  expect(appendSlice(log, { text: 'one\n', offset: 0, nextOffset: 4 })).toBe(log)
  expect(appendSlice(log, { text: 'x', offset: 9, nextOffset: 10 })).toBe(log)
})

test('however a stream is cut, read forwards or backwards, it shows the same lines', () => {
  const text = fc.array(fc.constantFrom('ab', '\n', '\r', 'é', 'c'), { maxLength: 30 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (whole, one, other) => {
      const [low = 0, high = 0] = [one % (whole.length + 1), other % (whole.length + 1)].sort((a, b) => a - b)
      const slice = (from: number, to: number) => ({ text: whole.slice(from, to), offset: from, nextOffset: to })
      const forwards = appendSlice(
        appendSlice(appendSlice(noLines(), slice(0, low)), slice(low, high)),
        slice(high, whole.length),
      )
      const tail = appendSlice(noLines(high), slice(high, whole.length))
      const backwards = prependSlice(prependSlice(tail, slice(low, high)), slice(0, low))
      expect(shownLines(forwards)).toEqual(shownLines(read(whole)))
      expect(shownLines(backwards)).toEqual(shownLines(read(whole)))
    }),
  )
})
