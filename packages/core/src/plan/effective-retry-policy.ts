import type { RetryPolicy } from '../definition/retry-policy.ts'

/** Who may say how a step is retried, the strongest first. */
export interface RetryPolicySources {
  /** `.with({ retry })` where the op is used. */
  readonly use?: RetryPolicy | undefined
  readonly op?: RetryPolicy | undefined
  /** `opRetry` of the job. */
  readonly job?: RetryPolicy | undefined
  /** `opRetry` of the instance. */
  readonly instance?: RetryPolicy | undefined
}

/**
 * The policy in force for a step. A policy is taken whole, never mixed from two places, so `{ maxRetries: 0 }` on an op
 * turns retries off whatever the job or the instance would do.
 */
export const effectiveRetryPolicy = ({ use, op, job, instance }: RetryPolicySources): RetryPolicy | undefined =>
  use ?? op ?? job ?? instance
