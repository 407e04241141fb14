import type { EventLog, FailureReason, Run, StoredEvent } from '@pawl/core/plugin'
import type { RunFailure } from '../generated/schema-types.ts'
import { opError } from '../output/op-error.ts'

type ShownText = (text: string) => string

/** Reasons that are the end of a failed step; the others befell the run itself. */
const CAUSED_BY_STEP: ReadonlySet<FailureReason> = new Set<FailureReason>(['STEP_FAILURE', 'RESOURCE_INIT_FAILURE'])

function stepFailure(event: StoredEvent | undefined, run: Run, shownText: ShownText): RunFailure | null {
  if (event === undefined || 'unknown' in event || event.type !== 'STEP_FAILURE') return null
  const error = opError(event.payload.error, run.runId, shownText)
  const { stepKey = null, attempt = null } = event
  return { stepKey, attempt, reason: event.payload.reason, message: error.message, error }
}

function ownFailure(event: StoredEvent | undefined, run: Run, shownText: ShownText): RunFailure | null {
  if (event === undefined || 'unknown' in event || event.type !== 'RUN_FAILURE') return null
  const { reason, message, error } = event.payload
  const shown = error === undefined ? null : opError(error, run.runId, shownText)
  return { stepKey: null, attempt: null, reason, message: shownText(message), error: shown }
}

/**
 * Why a run failed: the earliest failure of a step, since a step downstream of a failed one is skipped and fails no more;
 * or, where no step is to blame, what happened to the run.
 */
export async function fetchRunFailure(eventLog: EventLog, run: Run, shownText: ShownText): Promise<RunFailure | null> {
  if (run.status !== 'FAILURE') return null
  const first = async (type: string): Promise<StoredEvent | undefined> =>
    (await eventLog.listEvents(run.runId, { afterSeq: 0, limit: 1, filter: { types: [type] } }))[0]
  const byStep = run.failureReason !== null && CAUSED_BY_STEP.has(run.failureReason)
  const cause = byStep ? stepFailure(await first('STEP_FAILURE'), run, shownText) : null
  return cause ?? ownFailure(await first('RUN_FAILURE'), run, shownText)
}
