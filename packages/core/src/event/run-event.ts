import type { LogLevel } from '../definition/context.ts'
import type { StoredOutput } from '../definition/io-manager.ts'
import type { Metadata } from '../definition/metadata.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { SerializedError } from './serialized-error.ts'

export type CancelCause = 'user' | 'max_runtime' | 'shutdown'

/** One output of one step; `mappingKey` for one item of a dynamic output. */
export interface OutputName {
  readonly output: string
  readonly mappingKey?: string
}

/** An output that lies ready to be loaded, and the asset it is a version of. */
export interface HandledOutputPayload extends OutputName {
  readonly stored: StoredOutput
  readonly assetKey?: string
  readonly partitionKey?: string
}

/** What an attempt runs: the step's place in the plan, and what its reuse will be judged by. */
export interface StepStart {
  readonly planOrder: number
  readonly codeVersion?: string
  readonly configHash?: string
  readonly timeoutSeconds?: number
}

/** What every event type carries besides its name, version, time and place. */
export interface EventPayloads {
  RUN_ENQUEUED: Readonly<Record<string, never>>
  RUN_DEQUEUED: Readonly<Record<string, never>>
  RUN_STARTING: { readonly supervisorId: string; readonly epoch: number }
  RUN_START: {
    readonly generation: string
    readonly planHash: string
    readonly stepCount: number
    readonly workerPid: number
    /** Plan keys of the steps that the selection of its launch, or of the run it goes back to, keeps out: neither executed nor reused. */
    readonly leftOut?: readonly string[]
  }
  RUN_SUCCESS: Readonly<Record<string, never>>
  RUN_FAILURE: { readonly reason: FailureReason; readonly message: string; readonly error?: SerializedError }
  RUN_CANCELING: { readonly cause: CancelCause }
  RUN_CANCELED: { readonly message: string }
  /** Attempt 1 of a step. */
  STEP_START: StepStart
  /** A later attempt of a step. */
  STEP_RESTARTED: StepStart
  LOADED_INPUT: {
    readonly input: string
    readonly ioManager: string
    readonly upstreamStepKey: string
    readonly upstreamOutput: string
    readonly upstreamMappingKey?: string
  }
  /** An input has passed its check; for a fan-in or a collected input `count` says how many values it holds. */
  STEP_INPUT: { readonly input: string; readonly count?: number }
  /** An output has passed its check. */
  STEP_OUTPUT: OutputName & { readonly metadata?: Metadata }
  HANDLED_OUTPUT: HandledOutputPayload
  /** `leftOut`: optional outputs the step did not give; `items`: how many each dynamic output has. */
  STEP_SUCCESS: {
    readonly startedAt: number
    readonly leftOut?: readonly string[]
    readonly items?: Readonly<Record<string, number>>
  }
  STEP_FAILURE: {
    readonly startedAt: number
    readonly error: SerializedError
    readonly reason: string
    readonly permanent: boolean
  }
  STEP_UP_FOR_RETRY: {
    readonly startedAt: number
    readonly error: SerializedError
    readonly reason: string
    readonly retryAt: number
    readonly delaySeconds: number
  }
  STEP_SKIPPED: { readonly reason: string; readonly planOrder: number }
  STEP_REUSED: {
    readonly planOrder: number
    readonly originRunId: string
    readonly reason: string
    readonly outputs: readonly HandledOutputPayload[]
    /** Of the attempt that succeeded in the origin run, so that the next reuse can be judged from this run alone. */
    readonly codeVersion?: string
    readonly configHash?: string
    /** UTC milliseconds. */
    readonly succeededAt?: number
    /** How many items each dynamic output has: one without any is not in `outputs`. */
    readonly items?: Readonly<Record<string, number>>
    /** Outputs that a load has found lost and that no step of this run needs. */
    readonly lost?: readonly OutputName[]
  }
  STEP_MARKED_DONE: {
    readonly planOrder: number
    readonly outputs: readonly HandledOutputPayload[]
    readonly codeVersion?: string
    readonly configHash?: string
  }
  OUTPUT_LOST: OutputName & {
    readonly originRunId: string
    readonly location: string
    readonly upstreamStepKey: string
    readonly message: string
  }
  ASSET_MATERIALIZATION: {
    readonly assetKey: string
    readonly output?: string
    readonly message?: string
    readonly metadata?: Metadata
    readonly partitionKey?: string
  }
  /** The step, or the run where no step is named, has written to these streams. */
  LOGS_CAPTURED: { readonly streams: readonly ('stdout' | 'stderr')[] }
  LOG: { readonly level: LogLevel; readonly message: string; readonly fields?: JsonObject; readonly metadata?: Metadata }
  ENGINE_EVENT: {
    readonly level: LogLevel
    readonly message: string
    /** `run-retry`: why the run is retried automatically, or why not. */
    readonly about?: 'run-retry'
    readonly error?: SerializedError
    readonly metadata?: Metadata
  }
}

export type RunEventType = keyof EventPayloads

/** One entry of a run's log, before it has its number. `at` is UTC milliseconds; `v` is the version of the type's payload. */
export type RunEventOf<Type extends RunEventType> = {
  readonly type: Type
  readonly v: number
  readonly at: number
  readonly stepKey?: string
  readonly attempt?: number
  readonly payload: EventPayloads[Type]
}

/** The one union everything shown is folded from. */
export type RunEvent = { readonly [Type in RunEventType]: RunEventOf<Type> }[RunEventType]

/** Of a type this version does not know, written by a newer one: shown as it is, never fatal. */
export interface UnknownEvent {
  readonly type: string
  readonly unknown: true
  readonly v: number
  readonly at: number
  readonly stepKey?: string
  readonly attempt?: number
  readonly payload: JsonObject
}

/** An event with its place: `seq` counts from 1 in each run, without gaps, in commit order. */
export type StoredEvent = (RunEvent | UnknownEvent) & { readonly runId: string; readonly seq: number }
