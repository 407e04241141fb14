import type { CancelCause, FailureReason, RunEvent, RunEventOf } from '../event/run-event.ts'
import type { SerializedError } from '../event/serialized-error.ts'
import { eventVersion } from '../event/upcast.ts'
import { runChangeOf } from '../run/fold-run.ts'
import type { Run } from '../run/run.ts'
import type { RunAddition } from '../storage/run-storage.ts'

/** How a run came to its end, as whoever saw it tells it; `at` is UTC milliseconds. */
export type RunEnd = { readonly at: number } /** Every step has succeeded, was skipped or reused. */ & (
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

/**
 * The only maker of a final status: what is written, under the run's lock, when it ends. Use it as the `also` of a
 * {@link RunWrite}, so that it judges the run as it is then:
 *
 *   QUEUED, STARTING, STARTED ──▶ SUCCESS | FAILURE (reason) | CANCELED
 *   CANCELING ──▶ SUCCESS | CANCELED (user) | FAILURE/MAX_RUNTIME_EXCEEDED | FAILURE/UNEXPECTED_TERMINATION (shutdown)
 */
export function endOfRun(run: Run, end: RunEnd): RunAddition {
  const event: FinalEvent & RunEvent = finalEvent(run, end)
  const change = runChangeOf(event) ?? {}
  const tags = event.type === 'RUN_FAILURE' ? { tags: { 'pawl/failure_reason': event.payload.reason } } : {}
  return { events: [event], change: { ...change, ...tags } }
}
