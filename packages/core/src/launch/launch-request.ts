import type { TagsInput } from '../definition/tags.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { RunConfigError } from '../plan/run-config-error.ts'
import type { Run, RunOrigin } from '../run/run.ts'

export interface LaunchRequest {
  /** May be left out where only one location has the job. */
  readonly locationName?: string
  readonly jobName: string
  readonly config?: JsonObject
  readonly opSelection?: string | null
  readonly tags?: TagsInput
  readonly runId?: string
  readonly inputsFromRunId?: string
  readonly idempotencyKey?: string
  readonly origin: RunOrigin
  readonly launchedBy?: string
}

/** How a launch came out; nothing was stored unless a run is there. */
export type LaunchOutcome =
  | { readonly kind: 'launched' | 'already-launched'; readonly run: Run; readonly warnings: readonly string[] }
  | { readonly kind: 'invalid-config'; readonly errors: readonly RunConfigError[] }
  | { readonly kind: 'invalid-tags'; readonly problems: readonly { readonly key: string; readonly message: string }[] }
  | {
      readonly kind: 'invalid-selection'
      readonly message: string
      readonly position: number
      readonly length: number
      readonly didYouMean: string | null
    }
  | { readonly kind: 'unknown-job'; readonly message: string; readonly jobName: string; readonly didYouMean: string | null }
  | { readonly kind: 'location-not-loaded'; readonly message: string; readonly locationName: string }
  | { readonly kind: 'unknown-source-run'; readonly message: string; readonly runId: string }
  | { readonly kind: 'idempotency-conflict'; readonly message: string }
  | { readonly kind: 'invalid-run-id'; readonly message: string }
