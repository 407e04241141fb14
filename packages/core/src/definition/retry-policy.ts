/** base · factor^(n-1) seconds before the n-th retry, n from 1, at most `max`. */
export interface ExponentialBackoff {
  readonly kind: 'exponential'
  readonly base: number
  readonly factor: number
  readonly max?: number
}

/** base · n seconds before the n-th retry, at most `max`. */
export interface LinearBackoff {
  readonly kind: 'linear'
  readonly base: number
  readonly max?: number
}

export type DelaySeconds = number | readonly number[] | ExponentialBackoff | LinearBackoff | ((retryNumber: number) => number)

/** `full`: uniform in [0, delay]; `plus-minus`: delay ± base, not below 0; a number f: up to (1+f)·delay with the mean kept. */
export type Jitter = 'full' | 'plus-minus' | number

export interface RetryConditionContext {
  /** The number the next retry would have, from 1. */
  readonly retryNumber: number
  readonly stepKey: string
}

export type RetryCondition = (error: unknown, context: RetryConditionContext) => boolean | Promise<boolean>

export interface RetryPolicy {
  /** Further attempts after the first. */
  readonly maxRetries: number
  readonly delaySeconds?: DelaySeconds
  readonly jitter?: Jitter
  readonly retryIf?: RetryCondition
}
