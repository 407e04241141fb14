import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delayBefore } from './retry-delay.ts'
import { withJitter } from './retry-jitter.ts'

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const seconds = fc.double({ min: 0.001, max: 1e6, noNaN: true })
const always = (value: number) => () => value

/** Numbers in [0, 1) that are the same on every machine (a linear congruential generator, its high bits). */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

test('without jitter the delay is exact and no random number is drawn', () => {
  const random = (): number => {
    throw new Error('drawn')
  }
  expect(withJitter({ seconds: 7, base: 7 }, undefined, random)).toBe(7)
})

test('full jitter is uniform in [0, delay]', () => {
  fc.assert(
    fc.property(seconds, share, (delay, u) => {
      const drawn = withJitter({ seconds: delay, base: delay }, 'full', always(u))
      expect(drawn).toBeGreaterThanOrEqual(0)
      expect(drawn).toBeLessThanOrEqual(delay)
      expect(drawn).toBeCloseTo(u * delay, 6)
    }),
  )
})

describe('plus-minus jitter', () => {
  test('spreads by the base of the backoff, not by its delay, and never below 0', () => {
    const retry = fc.integer({ min: 1, max: 10 })
    fc.assert(
      fc.property(seconds, fc.option(seconds, { nil: undefined }), retry, share, (base, max, n, u) => {
        const plain = delayBefore({ kind: 'exponential', base, factor: 2, ...(max === undefined ? {} : { max }) }, n)
        const drawn = withJitter(plain, 'plus-minus', always(u))
        expect(drawn).toBeGreaterThanOrEqual(Math.max(0, plain.seconds - base))
        expect(drawn).toBeLessThanOrEqual(plain.seconds + base)
      }),
    )
  })

  test('reaches both ends of delay ± base', () => {
    const third = delayBefore({ kind: 'exponential', base: 10, factor: 2 }, 3)
    expect(withJitter(third, 'plus-minus', always(0))).toBe(30)
    expect(withJitter(third, 'plus-minus', always(1 - 2 ** -53))).toBeCloseTo(50, 6)
    const line = delayBefore({ kind: 'linear', base: 10 }, 3)
    expect(withJitter(line, 'plus-minus', always(0))).toBe(20)
  })

  test('spreads a list by the entry in force', () => {
    const list = [1, 5]
    expect(withJitter(delayBefore(list, 1), 'plus-minus', always(0.75))).toBeCloseTo(1.5)
    expect(withJitter(delayBefore(list, 2), 'plus-minus', always(0.75))).toBeCloseTo(7.5)
    expect(withJitter(delayBefore(list, 9), 'plus-minus', always(0))).toBe(0)
  })

  test('stays at 0 where a max below the base would lead under it', () => {
    const plain = delayBefore({ kind: 'linear', base: 10, max: 4 }, 1)
    expect(withJitter(plain, 'plus-minus', always(0.1))).toBe(0)
  })
})

describe('jitter by a number f', () => {
  const lowest = (f: number): number => Math.log2(2 ** (1 + f) / (2 ** (1 + f) - 1))
  const spread = fc.double({ min: 0, max: 20, noNaN: true })

  test('stays within c and 1 + f times the delay', () => {
    fc.assert(
      fc.property(seconds, spread, share, (delay, f, u) => {
        const drawn = withJitter({ seconds: delay, base: delay }, f, always(u))
        expect(drawn).toBeGreaterThanOrEqual(delay * lowest(f) * (1 - 1e-9))
        expect(drawn).toBeLessThanOrEqual(delay * (1 + f) * (1 + 1e-9))
      }),
    )
  })

  test('reaches both ends: f = 0.5 gives 0.63 to 1.5 times the delay', () => {
    const plain = { seconds: 100, base: 100 }
    expect(withJitter(plain, 0.5, always(0))).toBeCloseTo(62.94, 2)
    expect(withJitter(plain, 0.5, always(1 - 2 ** -53))).toBeCloseTo(150, 6)
  })

  test('rises with the random number', () => {
    fc.assert(
      fc.property(spread, share, share, (f, u, v) => {
        const at = (value: number): number => withJitter({ seconds: 1, base: 1 }, f, always(value))
        expect(at(Math.min(u, v))).toBeLessThanOrEqual(at(Math.max(u, v)))
      }),
    )
  })

  test.each([0, 0.1, 0.3, 0.5, 1, 2, 5, 20])('keeps the mean for f = %d', (f) => {
    const count = 100_000
    const random = seeded(42)
    let sum = 0
    for (let i = 0; i < count; i++) sum += withJitter({ seconds: 10, base: 10 }, f, random)
    expect(Math.abs(sum / count / 10 - 1)).toBeLessThan(0.02)
  })

  test('follows the truncated exponential: its median is where the distribution function says', () => {
    const [c, m] = [lowest(1), 2]
    const median = -Math.log((Math.exp(-c) + Math.exp(-m)) / 2)
    expect(withJitter({ seconds: 1, base: 1 }, 1, always(0.5))).toBeCloseTo(median, 10)
  })

  test('an absurd f gives a plain exponential draw rather than NaN', () => {
    for (const f of [100, 2000]) expect(withJitter({ seconds: 10, base: 10 }, f, always(0.5))).toBeCloseTo(10 * Math.LN2, 6)
  })

  test('a delay of 0 stays 0 under every form', () => {
    const plain = { seconds: 0, base: 0 }
    for (const jitter of ['full', 'plus-minus', 0.5] as const) expect(withJitter(plain, jitter, always(0.5))).toBe(0)
  })
})
