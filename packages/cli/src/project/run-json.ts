import type { JsonObject, Run, Strategy } from '@pawl/core/plugin'

/** A run as `--json` shows it: in the words of the GraphQL API, times as UTC milliseconds. */
export interface RunJson {
  readonly runId: string
  readonly jobName: string
  readonly locationName: string
  readonly status: Run['status']
  readonly tags: Run['tags']
  readonly runConfig: JsonObject
  readonly opSelection: string | null
  readonly origin: string
  readonly createdAt: number
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly failureReason: string | null
  readonly rootRunId: string
  readonly parentRunId: string | null
  readonly retryNumber: number
  /** Set where Pawl has launched it by itself. */
  readonly retryOfRunId: string | null
  /** Null for a first run. */
  readonly strategy: Strategy | null
}

export const runJson = (run: Run): RunJson => ({
  runId: run.runId,
  jobName: run.jobName,
  locationName: run.locationName,
  status: run.status,
  tags: run.tags,
  runConfig: run.config,
  opSelection: run.opSelection,
  origin: run.origin.kind,
  createdAt: run.createdAt,
  startedAt: run.startedAt,
  endedAt: run.endedAt,
  failureReason: run.failureReason,
  rootRunId: run.rootRunId,
  parentRunId: run.parentRunId,
  retryNumber: run.retryNumber,
  retryOfRunId: run.retryOfRunId,
  strategy: run.strategy,
})
