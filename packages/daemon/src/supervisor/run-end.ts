import { newEvent, type RunEnd, type RunEvent } from '@pawl/core/plugin'
import type { WorkerRunEnd } from '../channel/protocol.ts'
import type { TimedAttempt } from './run-deadlines.ts'
import type { WorkerEnd } from './worker.ts'

/** A run's end as its worker told it. */
export function endToldByWorker(end: WorkerRunEnd, at: number): RunEnd {
  switch (end.kind) {
    case 'success':
      return { kind: 'success', at }
    case 'canceled':
      return { kind: 'stopped', at, message: 'It was asked to stop.' }
    case 'init-failure':
      return { kind: 'failure', at, reason: 'JOB_INITIALIZATION_FAILURE', message: end.message, error: end.error }
    case 'failure':
      return { kind: 'failure', at, reason: end.reason, message: end.message, isPermanent: end.permanent }
  }
}

/** A run that this many workers did not live to begin is the reason for it, or has nowhere to run. */
const MOST_WORKERS_LOST = 5

/** What is known of a run whose worker is gone without having told its end. */
export interface LostRun {
  readonly hasBegun: boolean
  readonly isCanceled: boolean
  /** Workers that it was given to and that were gone before they had begun it, this one included. */
  readonly workersLost: number
  /** Its attempt that the worker was killed for. */
  readonly killedAttempt: TimedAttempt | undefined
}

/** What becomes of such a run. */
export type LostRunDecision =
  /** It never began: another worker may have it. */
  { readonly kind: 'give-again' } | { readonly kind: 'end'; readonly end: RunEnd; readonly events: readonly RunEvent[] }

export function decideLostRun(run: LostRun, how: WorkerEnd, at: number): LostRunDecision {
  if (how.kind === 'load-failed') {
    const message = `The location’s code could not be imported: ${how.error.message}`
    return endedBy({ kind: 'failure', at, reason: 'JOB_INITIALIZATION_FAILURE', message, error: how.error })
  }
  if (!run.hasBegun && !run.isCanceled && run.workersLost < MOST_WORKERS_LOST) return { kind: 'give-again' }
  const { killedAttempt } = run
  if (killedAttempt !== undefined) {
    const end: RunEnd = { kind: 'failure', at, reason: 'STEP_FAILURE', message: `Failed: "${killedAttempt.stepKey}".` }
    return { kind: 'end', end, events: [overdueFailure(killedAttempt, at)] }
  }
  return endedBy({ kind: 'failure', at, reason: 'UNEXPECTED_TERMINATION', message: lostMessage(run, how) })
}

function lostMessage({ hasBegun, workersLost }: LostRun, how: Extract<WorkerEnd, { readonly kind: 'died' }>): string {
  const message =
    how.killedFor === null
      ? `The worker process ended unexpectedly (${how.how}).`
      : `Its worker process was killed: ${how.killedFor}.`
  return hasBegun ? message : `${message} It is the ${workersLost}th that was gone before it had begun the run.`
}

const endedBy = (end: RunEnd): LostRunDecision => ({ kind: 'end', end, events: [] })

/** The end of an attempt whose process was killed for it. */
function overdueFailure({ stepKey, attempt, startedAtUtc, timeoutSeconds }: TimedAttempt, at: number): RunEvent {
  const message = `The attempt took longer than its ${timeoutSeconds} s and did not react to being stopped; its worker process was killed.`
  const error = { name: 'FrameworkError', code: 'STEP_TIMEOUT', message }
  const reason = 'Not retried in this run: its process had to be killed. What goes on is up to the run retries.'
  const payload = { startedAt: startedAtUtc, error, reason, permanent: false }
  return newEvent('STEP_FAILURE', { at, stepKey, attempt, payload })
}
