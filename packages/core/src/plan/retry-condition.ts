import type { RetryCondition, RetryConditionContext } from '../definition/retry-policy.ts'
import { describeThrown } from '../foundation/thrown.ts'

/** What `retryIf` said, or that there was nothing to ask. */
export type RetryConditionFact =
  | { readonly kind: 'retry' | 'refused' }
  /** It threw, or its promise rejected. */
  | { readonly kind: 'threw'; readonly message: string }

/** Asks a policy's `retryIf`; never rejects. Any truthy answer means yes, and without a condition every error is retried. */
export async function evaluateRetryCondition(
  condition: RetryCondition | undefined,
  error: unknown,
  context: RetryConditionContext,
): Promise<RetryConditionFact> {
  if (condition === undefined) return { kind: 'retry' }
  try {
    return { kind: (await condition(error, context)) ? 'retry' : 'refused' }
  } catch (thrown) {
    return { kind: 'threw', message: describeThrown(thrown) }
  }
}
