import { expect, test } from 'vitest'
import { countdown, formatDuration, formatTick } from './duration.ts'

test.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [412.4, '412 ms'],
  [1000, '1.0 s'],
  [12_345, '12.3 s'],
  [59_940, '59.9 s'],
  [59_960, '1 m 00 s'],
  [245_000, '4 m 05 s'],
  [3_599_600, '1 h 00 m'],
  [7_620_000, '2 h 07 m'],
  [86_399_999, '1 d 00 h'],
  [273_600_000, '3 d 04 h'],
])('%d ms reads as "%s"', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test.each([
  [0, 100, '0'],
  [200, 100, '200 ms'],
  [1500, 500, '1.5 s'],
  [15_000, 5000, '15 s'],
  [90_000, 30_000, '1:30'],
  [600_000, 300_000, '10 m'],
  [5_400_000, 1_800_000, '1:30 h'],
])('the tick at %d ms of an axis in steps of %d reads "%s"', (offset, step, text) => {
  expect(formatTick(offset, step)).toBe(text)
})

test.each([
  [1200, '2 s'],
  [10, '1 s'],
  [0, '0 s'],
  [125_000, '2 m 05 s'],
])('a countdown of %d ms reads "%s"', (ms, text) => {
  expect(countdown(ms)).toBe(text)
})
