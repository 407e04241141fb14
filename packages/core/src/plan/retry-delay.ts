import type { DelaySeconds } from '../definition/retry-policy.ts'

/** A delay before jitter, in seconds. `base` is what `plus-minus` jitter spreads by. */
export interface PlainDelay {
  readonly seconds: number
  readonly base: number
}

const atMost = (seconds: number, max: number | undefined): number => (max === undefined ? seconds : Math.min(seconds, max))

/**
 * The delay before the n-th retry, n from 1, before jitter. A function's answer is passed on unchecked, and its errors are
 * not caught: the caller decides what they mean.
 */
export function delayBefore(delay: DelaySeconds | undefined, retry: number): PlainDelay {
  if (delay === undefined) return { seconds: 0, base: 0 }
  if (typeof delay === 'number') return { seconds: delay, base: delay }
  if (typeof delay === 'function') {
    const seconds = delay(retry)
    return { seconds, base: seconds }
  }
  if (!('kind' in delay)) {
    const entry = delay[Math.min(retry, delay.length) - 1] ?? 0
    return { seconds: entry, base: entry }
  }
  // A base of 0 stays 0: the power alone may be infinite, and 0 · ∞ is not a number.
  if (delay.base === 0) return { seconds: 0, base: 0 }
  const factor = delay.kind === 'linear' ? retry : delay.factor ** (retry - 1)
  return { seconds: atMost(delay.base * factor, delay.max), base: delay.base }
}
