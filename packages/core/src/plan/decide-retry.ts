import type { RetryPolicy } from '../definition/retry-policy.ts'
import type { Random } from '../foundation/random.ts'
import { describeThrown } from '../foundation/thrown.ts'
import type { FailureFacts } from './failure-facts.ts'
import { delayBefore } from './retry-delay.ts'
import { withJitter } from './retry-jitter.ts'

export type RetryReasonCode = 'RETRY_POLICY' | 'RETRY_REQUESTED'
export type NoRetryReasonCode =
  | 'CANCELED'
  | 'FRAMEWORK_ERROR'
  | 'PERMANENT_FAILURE'
  | 'NO_RETRY_POLICY'
  | 'RETRIES_TURNED_OFF'
  | 'RETRIES_EXHAUSTED'
  | 'CONDITION_REFUSED'
  | 'CONDITION_THREW'
  | 'INVALID_DELAY'
  | 'INVALID_RETRY_REQUEST'

/** Why a step is or is not tried again; `text` is a plain sentence for the event log. */
export interface RetryReason<Code extends string> {
  readonly code: Code
  readonly text: string
}

export type RetryDecision =
  /** `retryAt` is UTC milliseconds. */
  | {
      readonly kind: 'retry'
      readonly retryAt: number
      readonly delaySeconds: number
      readonly reason: RetryReason<RetryReasonCode>
    }
  /** `permanent` also forbids automatic retries of the run. */
  | { readonly kind: 'fail'; readonly permanent: boolean; readonly reason: RetryReason<NoRetryReasonCode> }

export interface RetryQuestion {
  /** The policy in force, see `effectiveRetryPolicy`. */
  readonly policy: RetryPolicy | undefined
  readonly failure: FailureFacts
  /** Of the attempt that has failed: its number minus one, so 0 for the first. */
  readonly retryNumber: number
  /** UTC milliseconds. */
  readonly now: number
  readonly random: Random
}

// The last instant a Date can hold: a retry beyond it would never come, nor could it be shown.
const LAST_INSTANT = 8.64e15

const fail = (code: NoRetryReasonCode, text: string, permanent = false): RetryDecision => ({
  kind: 'fail',
  permanent,
  reason: { code, text },
})

const allUsed = (count: number): string => (count === 1 ? 'its one retry was used' : `all ${count} retries were used`)

function noneLeft(count: number): string {
  if (count === 0) return 'it may have none'
  return count === 1 ? 'the one it may have was used' : `all ${count} retries it may have were used`
}
const rounded = (seconds: number): string => String(Math.round(seconds * 1000) / 1000)

function retryAfter(question: RetryQuestion, delaySeconds: number, words: RetryReason<RetryReasonCode>): RetryDecision {
  const when = delaySeconds === 0 ? 'at once' : `in ${rounded(delaySeconds)} s`
  return {
    kind: 'retry',
    retryAt: question.now + Math.round(delaySeconds * 1000),
    delaySeconds,
    reason: { code: words.code, text: `${words.text}, ${when}.` },
  }
}

/** What is wrong with a delay, or undefined. */
function delayProblem(seconds: unknown, now: number): string | undefined {
  if (typeof seconds !== 'number' || Number.isNaN(seconds))
    return `gave ${describeThrown(seconds)}, which is not a number of seconds`
  if (seconds < 0) return `gave ${seconds}, and a delay cannot be negative`
  return now + seconds * 1000 > LAST_INSTANT ? `gave ${seconds} s, which is further away than any date` : undefined
}

function retryByPolicy(question: RetryQuestion, maxRetries: number, words: RetryReason<RetryReasonCode>): RetryDecision {
  const { policy, retryNumber, now, random } = question
  const retry = retryNumber + 1
  const subject = `Not retried: the delay of the retry policy before retry ${retry} of ${maxRetries}`
  try {
    const plain = delayBefore(policy?.delaySeconds, retry)
    const problem = delayProblem(plain.seconds, now)
    if (problem !== undefined) return fail('INVALID_DELAY', `${subject} ${problem}.`)
    const delaySeconds = policy?.delaySeconds === undefined ? 0 : withJitter(plain, policy.jitter, random)
    return retryAfter(question, delaySeconds, words)
  } catch (thrown) {
    return fail('INVALID_DELAY', `${subject} threw ${describeThrown(thrown)}.`)
  }
}

function decideRequested(question: RetryQuestion, request: FailureFacts & { readonly kind: 'retry-requested' }): RetryDecision {
  const { policy, retryNumber, now } = question
  const maxRetries = request.maxRetries ?? policy?.maxRetries ?? 1
  if (!Number.isInteger(maxRetries) || maxRetries < 0)
    return fail('INVALID_RETRY_REQUEST', 'Not retried: maxRetries of the RetryRequested must be a whole number, 0 or more.')
  if (retryNumber >= maxRetries)
    return fail('RETRIES_EXHAUSTED', `Not retried: the op asked for a retry, but ${noneLeft(maxRetries)}.`)
  const words = { code: 'RETRY_REQUESTED', text: `Retry ${retryNumber + 1} of ${maxRetries}, which the op asked for` } as const
  if (request.delaySeconds === undefined) return retryByPolicy(question, maxRetries, words)
  const problem = delayProblem(request.delaySeconds, now)
  if (problem !== undefined) return fail('INVALID_RETRY_REQUEST', `Not retried: delaySeconds of the RetryRequested ${problem}.`)
  return retryAfter(question, request.delaySeconds, words)
}

function decideByPolicy(
  question: RetryQuestion,
  failure: FailureFacts & { readonly kind: 'timed-out' | 'error' },
): RetryDecision {
  const { policy, retryNumber } = question
  if (policy === undefined) return fail('NO_RETRY_POLICY', 'Not retried: no retry policy applies to this op.')
  const { maxRetries } = policy
  if (maxRetries === 0) return fail('RETRIES_TURNED_OFF', 'Not retried: maxRetries is 0.')
  if (retryNumber >= maxRetries) return fail('RETRIES_EXHAUSTED', `Not retried again: ${allUsed(maxRetries)}.`)
  if (failure.condition.kind === 'refused') return fail('CONDITION_REFUSED', 'Not retried: retryIf refused this error.')
  if (failure.condition.kind === 'threw')
    return fail('CONDITION_THREW', `Not retried: retryIf itself failed with ${failure.condition.message}.`)
  const cause = failure.kind === 'timed-out' ? ' after the timeout' : ''
  return retryByPolicy(question, maxRetries, { code: 'RETRY_POLICY', text: `Retry ${retryNumber + 1} of ${maxRetries}${cause}` })
}

/**
 * Whether a failed attempt is followed by another one, and when. Pure but for the policy's own delay function and `random`,
 * of which it draws once where the policy has jitter.
 */
export function decideRetry(question: RetryQuestion): RetryDecision {
  const { failure } = question
  switch (failure.kind) {
    case 'canceled':
      return fail('CANCELED', 'Not retried: the attempt was canceled.')
    case 'framework':
      return fail('FRAMEWORK_ERROR', `Not retried: ${failure.code} is an error that another attempt would meet again.`)
    case 'permanent':
      return fail('PERMANENT_FAILURE', 'Not retried: the op says that this failure is permanent (allowRetries is false).', true)
    case 'retry-requested':
      return decideRequested(question, failure)
    default:
      return decideByPolicy(question, failure)
  }
}
