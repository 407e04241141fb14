import type { SerializedError } from '../event/serialized-error.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { OutputsOfRun } from '../launch/delete-run.ts'
import type { ReexecutionInquiry, ReexecutionReply } from '../launch/reexecution-request.ts'
import type { JobDescription, RunConfigSchema } from '../plan/job-description.ts'
import type { RunConfigError } from '../plan/run-config-error.ts'

/**
 * loading ──imported──▶ loaded ──files changed──▶ loading (keeps the last good jobs) ──▶ loaded | failed
 *    └──throws, hangs, exits──▶ failed (with the last good jobs, if there were any)
 */
export interface LocationState {
  readonly name: string
  /** Path of the module, as written in the project's config. */
  readonly module: string
  readonly status: 'loading' | 'loaded' | 'failed'
  /** Hash of the files the shown jobs come from; null until one was good. */
  readonly generation: string | null
  readonly error: SerializedError | null
  /** UTC milliseconds of the last change of this state. */
  readonly updatedAt: number
  readonly jobs: readonly JobDescription[]
}

export interface JobSelector {
  readonly locationName: string
  readonly jobName: string
}

export interface ConfigQuestion extends JobSelector {
  /** In the op selection grammar; null for every op. */
  readonly opSelection: string | null
}

export type RunConfigValidation =
  | { readonly ok: true; readonly selectedOps: readonly string[] }
  | { readonly ok: false; readonly errors: readonly RunConfigError[] }

/** What is known of the users' code; answers come from code hosts, never from code loaded into this process. */
export interface LocationCatalog {
  listLocations(): readonly LocationState[]
  /** @throws FrameworkError UNKNOWN_JOB, LOCATION_NOT_LOADED, CODE_HOST_TIMEOUT, INVALID_OP_SELECTION */
  getRunConfigSchema(question: ConfigQuestion): Promise<RunConfigSchema>
  /** `hasSourceRun`: an earlier run gives what the selection leaves open. @throws as {@link getRunConfigSchema} */
  validateRunConfig(
    question: ConfigQuestion & { readonly config: JsonObject; readonly hasSourceRun?: boolean },
  ): Promise<RunConfigValidation>
  /** What a re-execution would do. @throws as {@link getRunConfigSchema}, and SELECTION_REQUIRED */
  askReexecution(inquiry: ReexecutionInquiry): Promise<ReexecutionReply>
  /** Deletes outputs where they lie; gives why some of them stay. @throws as {@link getRunConfigSchema} */
  deleteOutputs(outputs: OutputsOfRun): Promise<readonly string[]>
  /** Imports the location's files anew, in a new process; the last good jobs stay if that fails. @throws FrameworkError UNKNOWN_LOCATION */
  reloadLocation(name: string): Promise<LocationState>
  /** Calls back after every change of any location's state; returns how to stop. */
  onChange(listener: () => void): () => void
}
