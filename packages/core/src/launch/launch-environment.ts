import type { SerializedError } from '../event/serialized-error.ts'
import type { Clock } from '../foundation/clock.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { Random } from '../foundation/random.ts'
import type { JobDescription } from '../plan/job-description.ts'
import type { RunConfigError } from '../plan/run-config-error.ts'
import type { RunStorage } from '../storage/run-storage.ts'
import type { SubscriptionsOf } from './notifications.ts'
import type { RunRetrySettings } from './run-retry-settings.ts'

/** A location as a launch sees it. */
export interface LaunchLocation {
  readonly name: string
  readonly status: 'loading' | 'loaded' | 'failed'
  readonly error: SerializedError | null
  readonly jobs: readonly JobDescription[]
}

/** What a launch asks of the users' code. */
export interface LaunchLocations {
  listLocations(): readonly LaunchLocation[]
  /** @throws FrameworkError UNKNOWN_JOB, LOCATION_NOT_LOADED, CODE_HOST_TIMEOUT, INVALID_OP_SELECTION (details: position, length) */
  validateRunConfig(question: {
    readonly locationName: string
    readonly jobName: string
    readonly opSelection: string | null
    readonly config: JsonObject
    /** An earlier run gives what the selection leaves open. */
    readonly hasSourceRun?: boolean
  }): Promise<{ readonly ok: true } | { readonly ok: false; readonly errors: readonly RunConfigError[] }>
}

/** `queued`: it waits for a coordinator; `ended`: its final event is in the log; `changed`: anything else. */
export type RunNews = 'queued' | 'changed' | 'ended'

/** The parts of an instance that launching and ending runs work with; every instance is one. */
export interface LaunchEnvironment {
  readonly clock: Clock
  readonly random: Random
  readonly runs: RunStorage
  readonly locations: LaunchLocations
  readonly runRetries: RunRetrySettings
  /** Who is told of the ends of runs. */
  readonly subscriptionsOf: SubscriptionsOf
  readonly hints: { notify(runId: string, what?: RunNews): void }
}
