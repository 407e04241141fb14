import type { MetadataInput } from './metadata.ts'

export interface FailureOptions {
  /** What went wrong, for the person who reads the run. */
  readonly message: string
  /** Shown with the failure. */
  readonly metadata?: MetadataInput
  /** `false`: trying again cannot help, so neither the step nor its run is retried. */
  readonly allowRetries?: boolean
  readonly cause?: unknown
}

/**
 * Throw it in `run` to fail with metadata, or for good: `throw new Failure({ message: 'no such airport', allowRetries: false })`
 * stops the op's retries and automatic retries of the run. It is told by its `name`, so a copy from another package version works too.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly metadata: MetadataInput
  readonly allowRetries: boolean

  constructor(options: FailureOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.metadata = options.metadata ?? {}
    this.allowRetries = options.allowRetries ?? true
  }
}

export interface RetryRequestedOptions {
  /** Further attempts after the first, in place of the policy's; a whole number from 0. */
  readonly maxRetries?: number
  /** Seconds before the next attempt, in place of the policy's. */
  readonly delaySeconds?: number
  /** Why, for the person who reads the run. */
  readonly message?: string
  readonly cause?: unknown
}

/** Throw it in `run` to be tried again, over the retry policy: `throw new RetryRequested({ maxRetries: 5, delaySeconds: 30 })`. */
export class RetryRequested extends Error {
  override readonly name = 'RetryRequested'
  readonly maxRetries?: number
  readonly delaySeconds?: number

  constructor(options: RetryRequestedOptions = {}) {
    super(
      options.message ?? 'The op asked to be tried again.',
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    if (options.maxRetries !== undefined) this.maxRetries = options.maxRetries
    if (options.delaySeconds !== undefined) this.delaySeconds = options.delaySeconds
  }
}
