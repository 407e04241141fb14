import type { RunEvent } from '../event/run-event.ts'
import type { PlannedJob, StepKey } from '../plan/plan.ts'
import type { AttemptLimits, AttemptServices } from './attempt-services.ts'
import type { ExecutionEnd } from './execution-end.ts'
import { PlanRun } from './plan-run.ts'
import type { StepOutputs } from './step-state.ts'

export interface ExecutePlanOptions {
  readonly planned: PlannedJob
  readonly services: AttemptServices
  /** Plan keys of the steps to execute; absent: all. */
  readonly selected?: ReadonlySet<StepKey>
  /** Steps whose outputs are there already. */
  readonly reused?: ReadonlyMap<StepKey, StepOutputs>
  /** Attempts at once. */
  readonly maxConcurrent: number
  readonly limits: AttemptLimits
  /** Aborts when the run is to be canceled. */
  readonly signal: AbortSignal
  /** Told of what failed each step for good, as it was thrown. */
  readonly onStepFailed?: (key: StepKey, thrown: unknown) => void
}

/** Events to be made durable together; the last batch says how the run ended. */
export interface ExecutionBatch {
  readonly events: readonly RunEvent[]
  readonly end?: ExecutionEnd
}

/**
 * Executes a plan and yields its events in batches. Asking for the next batch says that the one before is durable: only then do
 * the steps whose starts it holds begin, and only a batch that holds a step's success holds the starts that this enables. So the
 * order of truth (start durable, inputs loaded, body, outputs stored, success durable, downstream) costs a chain of n steps n + 1 batches.
 * Leaving the loop early aborts what runs, waits for its end and disposes of the resources.
 */
export async function* executePlan(options: ExecutePlanOptions): AsyncGenerator<ExecutionBatch, void> {
  const run = new PlanRun(options)
  try {
    for (;;) {
      const batch = await run.nextBatch()
      yield batch
      if (batch.end !== undefined) return
      run.beginStarted()
    }
  } finally {
    await run.stop()
  }
}

export const DEFAULT_MAX_CONCURRENT = 32
