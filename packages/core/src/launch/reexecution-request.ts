import type { TagsInput } from '../definition/tags.ts'
import type { MarkProblem } from '../execution/reexecution/check-marked.ts'
import type { ReexecutionWarning, StepDecision } from '../execution/reexecution/step-decision.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { RunConfigError } from '../plan/run-config-error.ts'
import type { MarkedOutput, Run, RunOrigin, Strategy } from '../run/run.ts'
import type { EventLog } from '../storage/event-log.ts'
import type { LaunchEnvironment, LaunchLocations } from './launch-environment.ts'
import type { LaunchOutcome } from './launch-request.ts'
import type { ReexecutionInputs } from './reexecution-inputs.ts'

/** What a person may ask of a re-execution: all that is left out is as in the run that is re-executed. */
export interface ReexecutionRequest {
  readonly parentRunId: string
  readonly strategy: Strategy
  /** In the op selection grammar, mapping keys included; null for every op. SELECTED and FROM_SELECTED need one. */
  readonly opSelection?: string | null
  readonly config?: JsonObject
  /** Over the job's, and over the parent's unless those are not to be used. */
  readonly tags?: TagsInput
  /** Default true. */
  readonly useParentTags?: boolean
  readonly markedDone?: readonly MarkedOutput[]
  readonly idempotencyKey?: string
  readonly origin: RunOrigin
  readonly launchedBy?: string
}

/** What a location is asked about a re-execution that was not launched yet. */
export interface ReexecutionInquiry {
  readonly locationName: string
  readonly jobName: string
  readonly config: JsonObject
  readonly opSelection: string | null
  /** Null where nothing of an earlier run matters. */
  readonly inputs: ReexecutionInputs | null
  /** The run that is re-executed. */
  readonly parentRunId: string
  /** Whether every step is to be decided, or only said what is wrong with the request. */
  readonly decides: boolean
}

/** A step for which a person may give values, and the names of its outputs; those that may be left out end with `?`. */
export interface MarkableStep {
  readonly stepKey: string
  readonly outputs: readonly string[]
}

export type ReexecutionReply =
  | { readonly kind: 'invalid-config'; readonly errors: readonly RunConfigError[] }
  | { readonly kind: 'invalid-marks'; readonly problems: readonly MarkProblem[] }
  | { readonly kind: 'possible' }
  | {
      readonly kind: 'decided'
      readonly decisions: readonly StepDecision[]
      readonly warnings: readonly ReexecutionWarning[]
      readonly markable: readonly MarkableStep[]
    }

export interface ReexecutionLocations extends LaunchLocations {
  /**
   * Decided by the function that the run itself will use, on the code there is now.
   * @throws FrameworkError UNKNOWN_JOB, LOCATION_NOT_LOADED, CODE_HOST_TIMEOUT, INVALID_OP_SELECTION, SELECTION_REQUIRED
   */
  askReexecution(inquiry: ReexecutionInquiry): Promise<ReexecutionReply>
}

/** The parts of an instance that re-execution works with; every instance is one. */
export interface ReexecutionEnvironment extends LaunchEnvironment {
  readonly locations: ReexecutionLocations
  readonly eventLog: Pick<EventLog, 'listEvents'>
}

/** Why a request comes to nothing. */
export type ReexecutionRefusal =
  | Exclude<
      LaunchOutcome,
      { readonly kind: 'launched' | 'already-launched' } | { readonly kind: 'unknown-source-run' | 'invalid-run-id' }
    >
  | { readonly kind: 'unknown-run'; readonly runId: string; readonly message: string }
  | { readonly kind: 'not-allowed'; readonly run: Run; readonly strategy: Strategy; readonly message: string }
  | { readonly kind: 'invalid-marks'; readonly problems: readonly MarkProblem[] }

export type ReexecutionOutcome = Extract<LaunchOutcome, { readonly run: Run }> | ReexecutionRefusal

export interface ReexecutionPreview {
  readonly kind: 'decided'
  readonly parent: Run
  readonly decisions: readonly StepDecision[]
  readonly warnings: readonly ReexecutionWarning[]
  readonly markable: readonly MarkableStep[]
}
