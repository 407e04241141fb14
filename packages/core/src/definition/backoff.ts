import type { ExponentialBackoff, LinearBackoff } from './retry-policy.ts'

/**
 * Delays that multiply: base · factor^(n-1) seconds before the n-th retry, n from 1, at most `max`.
 * `exponentialBackoff({ base: 10 })` waits 10, 20, 40, … seconds.
 */
export const exponentialBackoff = (options: {
  /** Seconds before the first retry; above 0. */
  readonly base: number
  /** At least 1; 2 where it is left out. */
  readonly factor?: number
  /** The longest delay in seconds; at least `base`. */
  readonly max?: number
}): ExponentialBackoff => Object.freeze({ kind: 'exponential', factor: 2, ...options })

/** Delays that add up: base · n seconds before the n-th retry, n from 1, at most `max`. `linearBackoff({ base: 5 })` waits 5, 10, 15, … seconds. */
export const linearBackoff = (options: {
  /** Seconds before the first retry; above 0. */
  readonly base: number
  /** The longest delay in seconds; at least `base`. */
  readonly max?: number
}): LinearBackoff => Object.freeze({ kind: 'linear', ...options })
