import { expect, test } from 'vitest'
import { durationText, sizeText, tableLines, timeText } from './text.ts'

test.each([
  [-1, '0 ms'],
  [85.4, '85 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [1_234, '1.2 s'],
  [59_900, '59.9 s'],
  [59_960, '1 min 00 s'],
  [125_000, '2 min 05 s'],
  [3_600_000, '1 h 00 min'],
  [7_384_000, '2 h 03 min'],
])('%s ms reads %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [92_151, '92.2 kB'],
  [8_473_366, '8.5 MB'],
])('%s bytes read %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})

test('times are those of this machine’s clock', () => {
  const at = new Date(2026, 0, 2, 3, 4, 5, 6).getTime()
  expect(timeText(at)).toBe('2026-01-02 03:04:05')
  expect(timeText(at, true)).toBe('2026-01-02 03:04:05.006')
})

test('columns are aligned whatever their colours, and rows end with their text', () => {
  const red = '\u001b[31ma\u001b[39m'
  expect(tableLines([[red, 'x', ''], ['long', 'y', 'z'], ['b']])).toEqual([`${red}     x`, 'long  y  z', 'b'])
})
