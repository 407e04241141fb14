import type { Tags } from '../definition/tags.ts'
import type { CancelCause } from '../event/run-event.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import type { RunId } from '../foundation/ids.ts'
import type { JsonObject, JsonValue } from '../foundation/json.ts'
import type { RunStatus } from './run-status.ts'

export type Strategy = 'ALL_STEPS' | 'FROM_FAILURE' | 'SELECTED' | 'FROM_SELECTED'

/** Who or what asked for a run; `name` and `tick` say which schedule, sensor or backfill. */
export interface RunOrigin {
  readonly kind: 'manual' | 'api' | 'cli' | 'retry' | 'schedule' | 'sensor' | 'backfill'
  readonly name?: string
  readonly tick?: number
}

/** The value of one output of a step that a person marks as done; JSON. */
export interface MarkedOutput {
  /** With its mapping key. */
  readonly stepKey: string
  /** Null for a step that is done without giving anything. */
  readonly output: string | null
  readonly value: JsonValue
}

/** What is asked of a re-execution besides its strategy, selection, config and tags; its automatic retries are asked the same. */
export interface ReexecutionTerms {
  readonly markedDone: readonly MarkedOutput[]
  /** Whether the selection takes in all that follows the steps it names, as with FROM_SELECTED, whatever the strategy is. */
  readonly withDownstream: boolean
}

/** What is settled when a run is launched and never changes after. Times are UTC milliseconds. */
export interface RunSpec {
  readonly runId: RunId
  readonly locationName: string
  readonly jobName: string
  /** The run config as it was given, `{ env }` unresolved. */
  readonly config: JsonObject
  /** In the op selection grammar; null selects every op. */
  readonly opSelection: string | null
  readonly tags: Tags
  readonly rootRunId: RunId
  readonly parentRunId: RunId | null
  readonly retryOfRunId: RunId | null
  readonly retryNumber: number
  readonly strategy: Strategy | null
  /** Null where nothing of it is asked. */
  readonly reexecution: ReexecutionTerms | null
  /** The run retry policy in force, resolved at launch. */
  readonly retryPolicy: JsonObject | null
  readonly notBefore: number | null
  readonly priority: number
  readonly origin: RunOrigin
  readonly launchedBy: string | null
  readonly partitionKey: string | null
  readonly inputsFromRunId: RunId | null
  readonly idempotencyKey: string | null
  /** SHA-256 of the request that came with the key: the same key with another request is refused. */
  readonly requestHash: string | null
  readonly createdAt: number
}

/** A run as the storage knows it: its spec and where it stands. */
export interface Run extends RunSpec {
  readonly status: RunStatus
  /** Raised by every claim: only the holder of the current epoch may write. */
  readonly epoch: number
  /** The number the next event will get; the log holds 1 to nextSeq - 1. */
  readonly nextSeq: number
  readonly lastBatch: number
  /** Id of the supervisor that claimed it. */
  readonly owner: string | null
  readonly generation: string | null
  readonly planHash: string | null
  readonly failureReason: FailureReason | null
  readonly cancelCause: CancelCause | null
  readonly startingAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
}

/** The columns a write may change, besides the counters that the storage keeps itself. */
export interface RunChange {
  readonly status?: RunStatus
  readonly owner?: string | null
  readonly generation?: string
  readonly planHash?: string
  readonly failureReason?: FailureReason
  readonly cancelCause?: CancelCause
  readonly startingAt?: number
  readonly startedAt?: number
  readonly endedAt?: number
  /** Laid over the run's tags. */
  readonly tags?: Tags
  /** Adds one to the epoch: whoever wrote before is fenced, and its batches are counted anew. */
  readonly raiseEpoch?: true
}
