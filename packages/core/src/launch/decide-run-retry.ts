import type { FailureReason } from '../foundation/failure-reason.ts'
import type { Random } from '../foundation/random.ts'
import { delayBefore } from '../plan/retry-delay.ts'
import { withJitter } from '../plan/retry-jitter.ts'
import type { Run } from '../run/run.ts'
import { type RunRetrySettings, readRunRetryPolicy } from './run-retry-settings.ts'

/** How a run ended, as far as its retry depends on it. A success is not asked about. */
export type UnsuccessfulEnd =
  | { readonly kind: 'canceled' }
  /** `isPermanent`: a step has failed for good. */
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly isPermanent: boolean }

export type NoRunRetryReasonCode =
  | 'CANCELED'
  | 'NO_RUN_RETRY_POLICY'
  | 'MALFORMED_RUN_RETRY_POLICY'
  | 'RUN_RETRIES_TURNED_OFF'
  | 'NO_RUN_RETRIES'
  | 'PERMANENT_FAILURE'
  | 'STEP_FAILURES_EXCLUDED'
  | 'RUN_RETRIES_EXHAUSTED'
  | 'DELAY_TOO_LONG'

/** Whether an ended run is followed by a retry; `text` is a plain sentence for the event log. */
export type RunRetryDecision =
  | {
      readonly kind: 'retry'
      /** Of the new run. */
      readonly retryNumber: number
      readonly strategy: RunRetrySettings['strategy']
      /** UTC milliseconds; null: at once. */
      readonly notBefore: number | null
      readonly text: string
    }
  | { readonly kind: 'no-retry'; readonly code: NoRunRetryReasonCode; readonly text: string }

// The last instant a Date can hold: a retry beyond it would never come, nor could it be shown.
const LAST_INSTANT = 8.64e15

const no = (code: NoRunRetryReasonCode, text: string): RunRetryDecision => ({ kind: 'no-retry', code, text })
const allUsed = (count: number): string => (count === 1 ? 'its one run retry was used' : `all ${count} run retries were used`)

function refusedByPolicy(
  policy: RunRetrySettings,
  { retryNumber }: Pick<Run, 'retryNumber'>,
  end: UnsuccessfulEnd & { readonly kind: 'failure' },
): RunRetryDecision | undefined {
  const { enabled, maxRetries, retryOnAssetOrOpFailure } = policy
  if (!enabled) return no('RUN_RETRIES_TURNED_OFF', 'Not retried: run retries are turned off for this project.')
  if (maxRetries === 0) return no('NO_RUN_RETRIES', 'Not retried: the run has no run retries (pawl/max_retries is 0).')
  if (end.isPermanent)
    return no('PERMANENT_FAILURE', 'Not retried: a step says that its failure is permanent (allowRetries is false).')
  if (end.reason === 'STEP_FAILURE' && !retryOnAssetOrOpFailure) {
    const why = 'a step failed, and pawl/retry_on_asset_or_op_failure is false'
    return no('STEP_FAILURES_EXCLUDED', `Not retried: ${why}.`)
  }
  if (retryNumber < maxRetries) return undefined
  return no('RUN_RETRIES_EXHAUSTED', `Not retried again: ${allUsed(maxRetries)}.`)
}

function retryBy(
  policy: RunRetrySettings,
  retryNumber: number,
  { now, random }: { readonly now: number; readonly random: Random },
): RunRetryDecision {
  const { strategy, maxRetries, delaySeconds, jitter } = policy
  const delay = delayBefore(delaySeconds, retryNumber)
  const seconds = withJitter(delay, delay.seconds === 0 || jitter === null ? undefined : jitter, random)
  const notBefore = now + Math.round(seconds * 1000)
  if (notBefore > LAST_INSTANT) {
    return no('DELAY_TOO_LONG', `Not retried: a delay of ${seconds} s ends further away than any date.`)
  }
  const how = strategy === 'FROM_FAILURE' ? 'from failure' : 'with all steps'
  const when = notBefore === now ? 'at once' : `in ${Math.round(seconds * 1000) / 1000} s`
  return {
    kind: 'retry',
    retryNumber,
    strategy,
    notBefore: notBefore === now ? null : notBefore,
    text: `Run retry ${retryNumber} of ${maxRetries}, ${how}, ${when}.`,
  }
}

/**
 * Whether a run that has just ended without success is followed by an automatic retry, and when. Pure but for `random`, of which
 * it draws once where the policy has jitter. A run that was canceled never is; one that failed for any reason is, while its
 * policy, frozen at launch, allows another.
 */
export function decideRunRetry(
  run: Pick<Run, 'retryNumber' | 'retryPolicy'>,
  end: UnsuccessfulEnd,
  given: { readonly now: number; readonly random: Random },
): RunRetryDecision {
  if (end.kind === 'canceled') return no('CANCELED', 'Not retried: the run was canceled.')
  if (run.retryPolicy === null) return no('NO_RUN_RETRY_POLICY', 'Not retried: the run was launched without a run retry policy.')
  const read = readRunRetryPolicy(run.retryPolicy)
  if (!read.ok) {
    return no('MALFORMED_RUN_RETRY_POLICY', `Not retried: the run’s stored run retry policy cannot be read: ${read.problem}.`)
  }
  return refusedByPolicy(read.policy, run, end) ?? retryBy(read.policy, run.retryNumber + 1, given)
}
