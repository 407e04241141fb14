import type { RetryPolicy } from '../definition/retry-policy.ts'
import type { Random } from '../foundation/random.ts'
import { decideRetry, type RetryDecision } from './decide-retry.ts'
import { type AbortCause, type FailureFacts, namedFailure } from './failure-facts.ts'
import { evaluateRetryCondition } from './retry-condition.ts'

/** How an attempt ended, as the executor sees it. */
export interface FailedAttempt {
  /** Whatever was thrown. */
  readonly error: unknown
  /** Set when the attempt's signal was aborted before it ended. */
  readonly aborted?: AbortCause | undefined
  /** From 1. */
  readonly attempt: number
  readonly stepKey: string
}

/** Gathers what the decision has to know; asks `retryIf` only where its answer can count. */
async function gatherFailureFacts(failed: FailedAttempt, policy: RetryPolicy | undefined): Promise<FailureFacts> {
  if (failed.aborted === 'canceled') return { kind: 'canceled' }
  const named = namedFailure(failed.error)
  if (named !== undefined) return named
  const kind = failed.aborted === 'timed-out' ? 'timed-out' : 'error'
  const retryNumber = failed.attempt - 1
  if (policy === undefined || retryNumber >= policy.maxRetries) return { kind, condition: { kind: 'retry' } }
  const context = { retryNumber: retryNumber + 1, stepKey: failed.stepKey }
  return { kind, condition: await evaluateRetryCondition(policy.retryIf, failed.error, context) }
}

/** {@link decideRetry} for an attempt that has just failed; never rejects. */
export async function judgeFailure(
  failed: FailedAttempt,
  policy: RetryPolicy | undefined,
  given: { readonly now: () => number; readonly random: Random },
): Promise<RetryDecision> {
  const failure = await gatherFailureFacts(failed, policy)
  return decideRetry({ policy, failure, retryNumber: failed.attempt - 1, now: given.now(), random: given.random })
}
