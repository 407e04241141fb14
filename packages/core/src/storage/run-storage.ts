import type { RunEvent } from '../event/run-event.ts'
import type { RunId } from '../foundation/ids.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { Run, RunChange, RunSpec } from '../run/run.ts'
import type { RunStatus, StepStatus } from '../run/run-status.ts'
import type { AttemptRecord, OutputRecord, StepRecord } from '../run/step-record.ts'
import type { NewNotification } from './outbox.ts'

/** A plan as it is kept: once per hash, however many runs follow it. */
export interface StoredPlan {
  readonly hash: string
  readonly snapshot: JsonObject
}

/** Holds while the writer's claim is the newest, its batch was not written before, and the run has not ended. */
export interface WriterGuard {
  readonly kind: 'writer'
  readonly epoch: number
  /** Counts from 1 in each epoch. */
  readonly batch: number
}

/** Holds while the run's status is one of these; never for an ended run. */
export interface StatusGuard {
  readonly kind: 'status'
  readonly statuses: readonly RunStatus[]
  readonly epoch?: number
  /** Holds only for as long as this one is alive in the registry, too: whoever was declared dead takes nothing over. */
  readonly aliveSupervisor?: string
}

/** Further parts of a write that depend on the row as it is under its lock. */
export interface RunAddition {
  readonly events: readonly RunEvent[]
  readonly change?: RunChange
  /** Runs inserted by the same transaction, each with its first events (an automatic retry). */
  readonly launches?: readonly { readonly spec: RunSpec; readonly events: readonly RunEvent[] }[]
  /** Put into the outbox by the same transaction; one whose delivery id is there already is left as it is. */
  readonly notifications?: readonly NewNotification[]
}

/** One atomic step forward of one run: nothing of it happens unless its guard holds. */
export interface RunWrite {
  readonly runId: RunId
  readonly guard: WriterGuard | StatusGuard
  readonly events: readonly RunEvent[]
  readonly change?: RunChange
  readonly steps?: readonly StepRecord[]
  readonly outputs?: readonly OutputRecord[]
  /** Steps that start anew: what an earlier attempt had handled is forgotten before `outputs` is written. */
  readonly restarted?: readonly string[]
  readonly plan?: StoredPlan
  /**
   * Called under the row's lock with the run as it was before this write; what it returns is written after the rest.
   * Pure, synchronous, and possibly called again when the transaction is repeated.
   */
  readonly also?: (run: Run) => RunAddition
}

export type WriteResult =
  /** `firstSeq` is the number of the write's first event; events of `also` follow. */
  | {
      readonly kind: 'written'
      readonly firstSeq: number
      readonly nextSeq: number
      readonly epoch: number
      readonly status: RunStatus
    }
  /** This batch of this epoch was written before; its answer must have been lost. */
  | { readonly kind: 'already-written'; readonly status: RunStatus }
  /** A newer claim exists, the run has ended, its status is another, or there is no such run (`status` null). Nothing was written. */
  | { readonly kind: 'refused'; readonly status: RunStatus | null; readonly epoch: number | null }

export type LaunchResult =
  | { readonly kind: 'launched'; readonly run: Run }
  /** The idempotency key was used before with the same request: this is that run. */
  | { readonly kind: 'already-launched'; readonly run: Run }
  /** The idempotency key (or the run id) was used before with another request. */
  | { readonly kind: 'conflict'; readonly run: Run }

export interface RunFilter {
  readonly runIds?: readonly RunId[]
  readonly jobName?: string
  readonly locationName?: string
  readonly statuses?: readonly RunStatus[]
  /** All of them; a null value asks only for the key. */
  readonly tags?: readonly { readonly key: string; readonly value: string | null }[]
  readonly rootRunId?: RunId
  /** Exclusive, both. */
  readonly createdAfter?: number
  readonly createdBefore?: number
}

/** Newest first (by createdAt, then run id); `cursor` is the id of the last run of the page before. */
export interface RunPage {
  readonly filter?: RunFilter
  readonly cursor?: RunId
  readonly limit: number
}

export interface StepPage {
  /** Only these steps; every key as it is, with its mapping key. */
  readonly stepKeys?: readonly string[]
  /** Only steps after this one, in (planOrder, stepKey) order. */
  readonly after?: { readonly planOrder: number; readonly stepKey: string }
  readonly limit: number
}

export interface OutputPage {
  readonly stepKeys?: readonly string[]
  readonly after?: { readonly stepKey: string; readonly output: string; readonly mappingKey: string | null }
  readonly limit: number
}

/**
 * Runs, their steps and outputs. Stores what it is told: which write is right is decided by the caller, whether it may
 * happen by the guard. Every method is one transaction; none keeps one open over an await of anything else.
 */
export interface RunStorage {
  /** Inserts runs as QUEUED with their first events; one answer each, in order, all in one transaction. */
  launchRuns(
    launches: readonly { readonly spec: RunSpec; readonly events: readonly RunEvent[] }[],
  ): Promise<readonly LaunchResult[]>
  /** Applies each write whose guard holds; the answers are in order. One transaction for all of them (group commit). */
  write(writes: readonly RunWrite[]): Promise<readonly WriteResult[]>
  getRun(runId: RunId): Promise<Run | undefined>
  listRuns(page: RunPage): Promise<readonly Run[]>
  countRuns(filter: RunFilter): Promise<number>
  /** Runs in these statuses that this supervisor owns. */
  listOwnedRuns(options: { readonly owner: string; readonly statuses: readonly RunStatus[] }): Promise<readonly Run[]>
  getPlan(hash: string): Promise<StoredPlan | undefined>
  listSteps(runId: RunId, page: StepPage): Promise<readonly StepRecord[]>
  /** How many of the run's step records have each status; a status that none has may be absent. */
  countSteps(runId: RunId): Promise<Readonly<Partial<Record<StepStatus, number>>>>
  /** The attempts before the newest one, of steps that were tried more than once, in (step, attempt) order. */
  listEarlierAttempts(runId: RunId): Promise<readonly AttemptRecord[]>
  listOutputs(runId: RunId, page: OutputPage): Promise<readonly OutputRecord[]>
  /** Distinct tag keys, or the values of one key, that start with `prefix`, most recent first. */
  listTagSuggestions(options: {
    readonly key?: string
    readonly prefix: string
    readonly limit: number
  }): Promise<readonly string[]>
  close(): Promise<void>
}
