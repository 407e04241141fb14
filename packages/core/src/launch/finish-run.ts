import type { Tags } from '../definition/tags.ts'
import { newEvent } from '../event/new-event.ts'
import type { CancelCause, RunEvent, RunEventOf } from '../event/run-event.ts'
import type { SerializedError } from '../event/serialized-error.ts'
import { eventVersion } from '../event/upcast.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import { runChangeOf } from '../run/fold-run.ts'
import type { Run } from '../run/run.ts'
import type { RunAddition } from '../storage/run-storage.ts'
import { decideRunRetry, type RunRetryDecision } from './decide-run-retry.ts'
import { type NotificationSubscription, type NotifiedEnd, notificationsOf } from './notifications.ts'
import { type RetryDraw, retryRun } from './retry-run.ts'

/**
 * How a run came to its end, as whoever saw it tells it; `at` is UTC milliseconds. `isPermanent`: a step has failed for good
 * (`Failure` with `allowRetries: false`), so the run is not retried, however it ends.
 */
export type RunEnd = {
  readonly at: number
  readonly isPermanent?: boolean
} /** Every step has succeeded, was skipped or reused. */ & (
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly message: string; readonly error?: SerializedError }
  /** Stopped before it was done, because that was asked for. */
  | { readonly kind: 'stopped'; readonly message: string }
)

const CANCELED_BY: Record<CancelCause, string> = {
  user: 'A user asked for it.',
  max_runtime: 'It ran longer than its maximum runtime allows.',
  shutdown: 'Its worker was shut down.',
}

type FinalEvent = RunEventOf<'RUN_SUCCESS'> | RunEventOf<'RUN_FAILURE'> | RunEventOf<'RUN_CANCELED'>

const failed = (at: number, payload: RunEventOf<'RUN_FAILURE'>['payload']): FinalEvent => ({
  type: 'RUN_FAILURE',
  v: eventVersion('RUN_FAILURE'),
  at,
  payload,
})

const canceled = (at: number, message: string): FinalEvent => ({
  type: 'RUN_CANCELED',
  v: eventVersion('RUN_CANCELED'),
  at,
  payload: { message },
})

/**
 * A run that was asked to stop ends as what it was asked for, whatever its steps made of the interruption; only a run all
 * of whose steps had already succeeded is a success all the same.
 */
function endOfCanceling(cause: CancelCause, at: number): FinalEvent {
  const message = CANCELED_BY[cause]
  if (cause === 'user') return canceled(at, message)
  return failed(at, { reason: cause === 'max_runtime' ? 'MAX_RUNTIME_EXCEEDED' : 'UNEXPECTED_TERMINATION', message })
}

function finalEvent(run: Run, end: RunEnd): FinalEvent {
  const { at } = end
  if (end.kind === 'success') return { type: 'RUN_SUCCESS', v: eventVersion('RUN_SUCCESS'), at, payload: {} }
  if (run.status === 'CANCELING') return endOfCanceling(run.cancelCause ?? 'user', at)
  if (end.kind === 'stopped') return canceled(at, end.message)
  const { reason, message, error } = end
  return failed(at, { reason, message, ...(error === undefined ? {} : { error }) })
}

/** A malformed policy is a mistake to look into; a cancel of a run that had no retries coming needs no word. */
function decisionEvents(run: Run, decision: RunRetryDecision, { at, retryRunId }: RetryAt): readonly RunEvent[] {
  if (decision.kind === 'retry') {
    const message = `${decision.text} It is run ${retryRunId}.`
    return [newEvent('ENGINE_EVENT', { at, payload: { level: 'info', message, about: 'run-retry' } })]
  }
  if (decision.code === 'CANCELED' && !wouldBeRetried(run, at)) return []
  const level = decision.code === 'MALFORMED_RUN_RETRY_POLICY' ? 'warn' : 'info'
  return [newEvent('ENGINE_EVENT', { at, payload: { level, message: decision.text, about: 'run-retry' } })]
}

interface RetryAt {
  readonly at: number
  readonly retryRunId: string
}

const wouldBeRetried = (run: Run, now: number): boolean => {
  const failure = { kind: 'failure', reason: 'UNEXPECTED_TERMINATION', isPermanent: false } as const
  return decideRunRetry(run, failure, { now, random: () => 0 }).kind === 'retry'
}

const tagsOfFailure = (reason: FailureReason, decision: RunRetryDecision, retryRunId: string): Tags => ({
  'pawl/failure_reason': reason,
  'pawl/will_retry': String(decision.kind === 'retry'),
  ...(decision.kind === 'retry' ? { 'pawl/auto_retry_run_id': retryRunId } : {}),
})

/** The part of an end that tells of it; nothing where nobody wants to be told. */
function notified(run: Run, end: { readonly end: NotifiedEnd; readonly willRetry: boolean }, how: EndHow): Partial<RunAddition> {
  const notifications = notificationsOf({ ...end, runId: run.runId, at: how.at }, how.subscriptions)
  return notifications.length === 0 ? {} : { notifications }
}

interface EndHow {
  readonly at: number
  readonly subscriptions: readonly NotificationSubscription[]
}

/** The end of a run that a user canceled; no retry follows it. */
export function endOfCanceled(run: Run, { at, message, subscriptions }: EndHow & { readonly message: string }): RunAddition {
  const event = canceled(at, message)
  const decision = decideRunRetry(run, { kind: 'canceled' }, { now: at, random: () => 0 })
  return {
    events: [...decisionEvents(run, decision, { at, retryRunId: '' }), event],
    change: runChangeOf(event) ?? {},
    ...notified(run, { end: 'canceled', willRetry: false }, { at, subscriptions }),
  }
}

function endOfFailed(run: Run, event: RunEventOf<'RUN_FAILURE'>, end: EndWithDraw): RunAddition {
  const { at, isPermanent, draw } = end
  const { retryRunId, jitterShare } = draw
  const { reason } = event.payload
  const given = { now: at, random: () => jitterShare }
  const decision = decideRunRetry(run, { kind: 'failure', reason, isPermanent }, given)
  return {
    events: [...decisionEvents(run, decision, { at, retryRunId }), event],
    change: { ...runChangeOf(event), tags: tagsOfFailure(reason, decision, retryRunId) },
    ...(decision.kind === 'retry' ? { launches: [retryRun(run, decision, { runId: retryRunId, at })] } : {}),
    ...notified(run, { end: 'failure', willRetry: decision.kind === 'retry' }, end),
  }
}

interface EndWithDraw extends EndHow {
  readonly isPermanent: boolean
  readonly draw: RetryDraw
}

/**
 * The only maker of a final status: what is written, under the run's lock, when it ends. Use it as the `also` of a
 * {@link RunWrite}, so that it judges the run as it is then:
 *
 *   QUEUED, STARTING, STARTED ──▶ SUCCESS | FAILURE (reason) | CANCELED
 *   CANCELING ──▶ SUCCESS | CANCELED (user) | FAILURE/MAX_RUNTIME_EXCEEDED | FAILURE/UNEXPECTED_TERMINATION (shutdown)
 *
 * A FAILURE comes with the decision about a retry, and with the retry run where there is to be one. `draw` is taken before the
 * write, so that calling this again gives the same. `subscriptions` are of those who want to be told of this run's end.
 */
export function endOfRun(
  run: Run,
  end: RunEnd,
  draw: RetryDraw,
  subscriptions: readonly NotificationSubscription[],
): RunAddition {
  const event = finalEvent(run, end)
  const { at, isPermanent = false } = end
  if (event.type === 'RUN_FAILURE') return endOfFailed(run, event, { at, isPermanent, draw, subscriptions })
  if (event.type === 'RUN_CANCELED') return endOfCanceled(run, { at, message: event.payload.message, subscriptions })
  const told = notified(run, { end: 'success', willRetry: false }, { at, subscriptions })
  return { events: [event], change: runChangeOf(event) ?? {}, ...told }
}
