import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delayBefore } from './retry-delay.ts'

const seconds = fc.double({ min: 0, max: 1e6, noNaN: true })
const retry = fc.integer({ min: 1, max: 200 })
const delays = (count: number, delay: Parameters<typeof delayBefore>[0]): number[] =>
  Array.from({ length: count }, (_, index) => delayBefore(delay, index + 1).seconds)

test('no delay is a delay of 0', () => {
  expect(delayBefore(undefined, 3)).toEqual({ seconds: 0, base: 0 })
})

test('a number is the delay before every retry', () => {
  fc.assert(
    fc.property(seconds, retry, (value, n) => {
      expect(delayBefore(value, n)).toEqual({ seconds: value, base: value })
    }),
  )
})

test('a list gives its entries in order and then repeats the last one', () => {
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1, maxLength: 50 }), retry, (list, n) => {
      const expected = n <= list.length ? list[n - 1] : list.at(-1)
      expect(delayBefore(list, n)).toEqual({ seconds: expected, base: expected })
    }),
  )
})

test('exponential backoff of base 10 waits 10, 20, 40 seconds', () => {
  expect(delays(3, { kind: 'exponential', base: 10, factor: 2 })).toEqual([10, 20, 40])
})

test('linear backoff of base 10 waits 10, 20, 30 seconds', () => {
  expect(delays(3, { kind: 'linear', base: 10 })).toEqual([10, 20, 30])
})

test('exponential backoff is base · factor^(n-1), never above max, and never falls', () => {
  const factor = fc.double({ min: 1, max: 10, noNaN: true })
  fc.assert(
    fc.property(seconds, factor, fc.option(seconds, { nil: undefined }), retry, (base, growth, max, n) => {
      const delay = { kind: 'exponential' as const, base, factor: growth, ...(max === undefined ? {} : { max }) }
      const here = delayBefore(delay, n)
      expect(here.base).toBe(base)
      expect(here.seconds).toBe(base === 0 ? 0 : Math.min(base * growth ** (n - 1), max ?? Number.POSITIVE_INFINITY))
      expect(delayBefore(delay, n + 1).seconds).toBeGreaterThanOrEqual(here.seconds)
    }),
  )
})

test('linear backoff is base · n, never above max', () => {
  fc.assert(
    fc.property(seconds, fc.option(seconds, { nil: undefined }), retry, (base, max, n) => {
      const delay = { kind: 'linear' as const, base, ...(max === undefined ? {} : { max }) }
      expect(delayBefore(delay, n)).toEqual({ seconds: Math.min(base * n, max ?? Number.POSITIVE_INFINITY), base })
    }),
  )
})

test('exponential backoff stays a number where the power overflows', () => {
  expect(delayBefore({ kind: 'exponential', base: 0, factor: 10 }, 1000).seconds).toBe(0)
  expect(delayBefore({ kind: 'exponential', base: 1, factor: 10, max: 60 }, 1000).seconds).toBe(60)
})

test('a function is asked with the number of the retry, from 1', () => {
  expect(delays(3, (n) => n * n)).toEqual([1, 4, 9])
})
