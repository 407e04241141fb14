import type { Jitter } from '../definition/retry-policy.ts'
import type { Random } from '../foundation/random.ts'
import type { PlainDelay } from './retry-delay.ts'

const between = (low: number, high: number, share: number): number => Math.min(high, Math.max(low, low + share * (high - low)))

/**
 * A draw from the exponential distribution of mean `seconds`, truncated to [c, m] times `seconds`, by its inverse distribution
 * function; m = 1 + spread, and c = log2(2^m / (2^m - 1)) puts as much weight below as above, which keeps the mean (within 1 %).
 */
function truncatedExponential(seconds: number, spread: number, share: number): number {
  const m = 1 + spread
  // The same c, written so that neither 2^m nor the quotient leaves the range of numbers for a large m.
  const c = -Math.log1p(-(2 ** -m)) / Math.LN2
  const low = Math.exp(-c)
  const high = Math.exp(-m)
  const draw = -Math.log(low - share * (low - high))
  return seconds * Math.min(m, Math.max(c, draw))
}

/** Spreads a delay as the policy says; takes one number from `random`, or none without jitter. Seconds, never below 0. */
export function withJitter(delay: PlainDelay, jitter: Jitter | undefined, random: Random): number {
  if (jitter === undefined) return delay.seconds
  const share = random()
  if (jitter === 'full') return between(0, delay.seconds, share)
  if (jitter === 'plus-minus') return Math.max(0, between(delay.seconds - delay.base, delay.seconds + delay.base, share))
  return truncatedExponential(delay.seconds, jitter, share)
}
