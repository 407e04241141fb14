import { SYSTEM_TAGS, type Tags } from '../definition/tags.ts'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent } from '../event/run-event.ts'
import type { Clock } from '../foundation/clock.ts'
import { type RunId, uuidV7 } from '../foundation/ids.ts'
import type { Random } from '../foundation/random.ts'
import type { Run, RunSpec } from '../run/run.ts'
import type { RunRetryDecision } from './decide-run-retry.ts'

/**
 * Chance of a run's end, drawn before it is written: a transaction that is repeated decides the same and makes the same run.
 */
export interface RetryDraw {
  /** Id of the retry run, if there will be one. */
  readonly retryRunId: RunId
  /** Where in the spread of its jitter the delay lies, in [0, 1). */
  readonly jitterShare: number
}

export const drawRetry = ({ clock, random }: { readonly clock: Clock; readonly random: Random }): RetryDraw => ({
  retryRunId: uuidV7(clock.now(), random),
  jitterShare: random(),
})

/** What people and jobs have said of a run. */
export const withoutSystemTags = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !SYSTEM_TAGS.includes(key)))

/** What every run that is made of another one says of it. */
export const lineageTags = ({ rootRunId, runId }: Run, retryNumber: number): Tags => ({
  'pawl/parent_run_id': runId,
  'pawl/root_run_id': rootRunId,
  'pawl/retry_number': String(retryNumber),
})

/**
 * The automatic retry of a run as it is launched: what was asked of the failed run is asked again. It has no plan: that is made
 * by the code that will execute it. `at` is UTC milliseconds.
 */
export function retryRun(
  failed: Run,
  decision: RunRetryDecision & { readonly kind: 'retry' },
  { runId, at }: { readonly runId: RunId; readonly at: number },
): { readonly spec: RunSpec; readonly events: readonly RunEvent[] } {
  const { retryNumber, strategy, notBefore } = decision
  const { locationName, jobName, config, opSelection, rootRunId, retryPolicy, priority } = failed
  const { launchedBy, partitionKey, inputsFromRunId, reexecution } = failed
  return {
    spec: {
      ...{ runId, locationName, jobName, config, opSelection, rootRunId, retryPolicy, priority },
      ...{ launchedBy, partitionKey, inputsFromRunId, reexecution, retryNumber, strategy, notBefore },
      tags: { ...withoutSystemTags(failed.tags), ...lineageTags(failed, retryNumber) },
      parentRunId: failed.runId,
      retryOfRunId: failed.runId,
      origin: { kind: 'retry' },
      idempotencyKey: null,
      requestHash: null,
      createdAt: at,
    },
    events: [newEvent('RUN_ENQUEUED', { at, payload: {} })],
  }
}
