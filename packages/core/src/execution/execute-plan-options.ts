import type { RunEvent } from '../event/run-event.ts'
import type { PlannedJob, StepKey } from '../plan/plan.ts'
import type { AttemptLimits, AttemptServices } from './attempt-services.ts'
import type { ExecutionEnd } from './execution-end.ts'
import type { StepPools } from './pool-waits.ts'
import type { StepOutputs } from './step-state.ts'

export interface ExecutePlanOptions {
  readonly planned: PlannedJob
  readonly services: AttemptServices
  /** Plan keys of the steps to execute, or the keys of single copies of mapped ones; absent: all. */
  readonly selected?: ReadonlySet<StepKey>
  /** Steps whose outputs are there already. */
  readonly reused?: ReadonlyMap<StepKey, StepOutputs>
  /** Attempts at once. */
  readonly maxConcurrent: number
  /** Who gives out slots of step pools; without it no step waits for one. */
  readonly pools?: StepPools
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
