import type { JobDescription, LocationState, Run, RunFilter, StoredEvent } from '@pawl/core/plugin'

export type EdgeKind = JobDescription['edges'][number]['kind']
export type LocationStatus = LocationState['status']

/** A job where it lies. */
export interface JobNode {
  readonly locationName: string
  readonly job: JobDescription
}

/** A page of runs; `filter` is kept because their whole number is counted only when it is asked for. */
export interface RunsNode {
  readonly results: readonly Run[]
  readonly cursor: string | null
  readonly hasMore: boolean
  readonly filter: RunFilter
}

/** The context's instance; its parts are read only when they are asked for. */
export type InstanceNode = Readonly<Record<string, never>>

/** The runs of one root; they are read only when they are asked for. */
export interface RunGroupNode {
  readonly rootRunId: string
}

/** One message of a followed run. */
export interface RunLogsNode {
  readonly events: readonly StoredEvent[]
  readonly cursor: string
  readonly run: Run
  readonly done: boolean
}

export interface EventPageNode {
  readonly events: readonly StoredEvent[]
  readonly cursor: string
  readonly hasMore: boolean
}
