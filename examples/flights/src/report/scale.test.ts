import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linearScale, ticks } from './scale.ts'

test('the ends of the domain are drawn at the ends of the range', () => {
  const scale = linearScale([10, 20], [300, 100])
  expect([scale(10), scale(15), scale(20)]).toEqual([300, 200, 100])
})

test('a domain of one value is drawn at the start of the range', () => {
  expect(linearScale([5, 5], [100, 200])(5)).toBe(100)
})

test('ticks are round', () => {
  expect(ticks(-3, 31, 4)).toEqual([-10, 0, 10, 20, 30, 40])
  expect(ticks(0, 0.5, 5)).toEqual([0, 0.1, 0.2, expect.closeTo(0.3), 0.4, 0.5])
})

test('ticks cover what they are asked to cover, with few more than asked for', () => {
  const bounds = fc.tuple(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }))
  fc.assert(
    fc.property(bounds, fc.integer({ min: 1, max: 10 }), ([low, width], count) => {
      const high = low + width
      const marks = ticks(low, high, count)
      expect(marks[0]).toBeLessThanOrEqual(low + 1e-6)
      expect(marks.at(-1)).toBeGreaterThanOrEqual(high - 1e-6)
      expect(marks.length).toBeLessThanOrEqual(count + 3)
    }),
  )
})
