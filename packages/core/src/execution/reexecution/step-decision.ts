import type { HandledOutputPayload, OutputName } from '../../event/run-event.ts'
import type { RunId } from '../../foundation/ids.ts'
import type { StepKey } from '../../plan/plan.ts'

export type ExecuteReasonCode =
  | 'FAILED'
  | 'INTERRUPTED'
  | 'NEVER_STARTED'
  | 'DOWNSTREAM'
  | 'OUTPUT_MISSING'
  | 'OUTPUT_CHANGED'
  | 'OUTPUT_NOT_PERSISTED'
  | 'CODE_VERSION_CHANGED'
  | 'CONFIG_CHANGED'
  | 'INPUTS_CHANGED'
  | 'NEW_STEP'
  | 'SELECTED'

/** Why a step executes: one sentence for people, and its parts for programs. */
export interface ExecuteReason {
  readonly code: ExecuteReasonCode
  readonly text: string
  /** DOWNSTREAM: the nearest step above that executes. OUTPUT_…: the step that needs the output. */
  readonly stepKey?: StepKey
  /** OUTPUT_…: which one. */
  readonly output?: OutputName
}

/** Where a decision belongs. */
interface DecidedStep {
  /** `op`, `op[key]`, or `op[?]` for all copies of a mapped step whose keys only the new run will know. */
  readonly stepKey: StepKey
  /** Without the mapping key. */
  readonly planKey: StepKey
  readonly planOrder: number
}

/** What the new run does about one step, and why; JSON. */
export type StepDecision = DecidedStep &
  (
    | {
        readonly kind: 'reuse'
        readonly reason: string
        readonly originRunId: RunId
        /** UTC milliseconds; null where the log does not tell. */
        readonly succeededAt: number | null
        /** Of all its outputs; null where an I/O manager does not say. */
        readonly sizeBytes: number | null
        readonly outputs: readonly HandledOutputPayload[]
        /** See StepFacts. */
        readonly empty: readonly string[]
        readonly lost: readonly OutputName[]
        readonly codeVersion: string | null
        readonly configHash: string | null
      }
    | {
        readonly kind: 'execute'
        readonly reason: ExecuteReason
        /** Of `op[?]`: only the copies of these mapping keys, should they come; null for all that come. */
        readonly onlyKeys: readonly string[] | null
      }
    /** Every producer it lacks something of is reused, so it is certain; a step below one that executes is decided when that has run. */
    | { readonly kind: 'skip'; readonly reason: string }
    /** A person has given its value. */
    | { readonly kind: 'mark-done'; readonly reason: string }
    /** Not part of this run: neither executed nor reused. */
    | {
        readonly kind: 'omit'
        readonly reason: string
        /** Whether it was never part of the runs before either: what was part of them goes without it. */
        readonly wasLeftOut: boolean
      }
  )

export type ReexecutionWarningCode = 'STEP_GONE' | 'RESOURCE_CHANGED' | 'OUTPUT_UNCHECKED' | 'MARK_IGNORED'

/** Something a person should know before the new run starts. */
export interface ReexecutionWarning {
  readonly code: ReexecutionWarningCode
  readonly text: string
  readonly stepKey?: StepKey
}
