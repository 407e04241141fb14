import { expect, test } from 'vitest'
import { seededRandom } from './seeded-random.ts'

const take = (count: number, random: () => number): number[] => Array.from({ length: count }, random)

test('the same seed gives the same numbers, another seed others', () => {
  expect(take(20, seededRandom(7))).toEqual(take(20, seededRandom(7)))
  expect(take(20, seededRandom(7))).not.toEqual(take(20, seededRandom(8)))
})

test('the numbers are spread evenly over [0, 1)', () => {
  const counts = new Array<number>(10).fill(0)
  for (const number of take(10_000, seededRandom(1))) {
    expect(number).toBeGreaterThanOrEqual(0)
    expect(number).toBeLessThan(1)
    const bucket = Math.floor(number * 10)
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
