import { expect, test } from 'vitest'
import { decideDelivery, MOST_ATTEMPTS } from './decide-delivery.ts'

const delayAfter = (attempt: number, random: () => number): number => {
  const outcome = decideDelivery({ attempt, error: 'it answered 503' }, { now: 1_000, random })
  return outcome.kind === 'postponed' ? outcome.notBefore - 1_000 : Number.NaN
}

test('the delay doubles from a second to an hour', () => {
  const delays = [1, 2, 3, 12, 13, MOST_ATTEMPTS - 1].map((attempt) => delayAfter(attempt, () => 0))
  expect(delays).toEqual([1_000, 2_000, 4_000, 2_048_000, 3_600_000, 3_600_000])
})

test('half of it is left to chance', () => {
  expect(delayAfter(3, () => 0.5)).toBe(3_000)
  expect(delayAfter(3, () => 1 - Number.EPSILON)).toBe(2_000)
})

test('the last try that fails is the last, and says why', () => {
  const outcome = decideDelivery({ attempt: MOST_ATTEMPTS, error: 'it answered 503' }, { now: 7, random: () => 0 })
  expect(outcome).toEqual({ kind: 'given-up', at: 7, error: 'it answered 503' })
})
