import {
  eventLevel,
  type NewNotification,
  type OutputRecord,
  type RunChange,
  type RunEvent,
  type RunSpec,
  type RunWrite,
  type StepRecord,
} from '@pawl/core/plugin'
import { queuedRunRow } from '../rows/run-row.ts'
import type { EventsTable, OutboxTable, OutputsTable, PlansTable, RunsTable, RunTagsTable, StepsTable } from '../schema/tables.ts'

/** Belongs to the run at this place of the statement: rows hang on their run, and are written only with it. */
interface OfRun {
  readonly ord: number
}

/** What every write changes in its run's row. */
export interface RunRow extends OfRun {
  readonly run_id: string
  readonly event_count: number
  readonly last_batch: number | null
}

/** The rest of it; null leaves a column as it is. */
export interface ChangeRow {
  readonly status: string | null
  readonly owner_given: boolean
  readonly owner: string | null
  readonly generation: string | null
  readonly plan_hash: string | null
  readonly failure_reason: string | null
  readonly cancel_cause: string | null
  readonly starting_at: number | null
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly tags: string | null
  readonly raises: number
}

/** The guard of a write; null asks nothing. `statuses` is an array as Postgres writes it. */
export interface GuardRow {
  readonly epoch: number | null
  readonly batch: number | null
  readonly statuses: string | null
}

/** Names one version of a row: it holds while nobody has written the row since it was read. */
export interface VersionRow {
  readonly version: string | null
}

export type EventRow = OfRun & Omit<EventsTable, 'run_id' | 'seq'> & { readonly nr: number }
export type TagRow = OfRun & Pick<RunTagsTable, 'key' | 'value'>
export type StepRow = OfRun & Omit<StepsTable, 'run_id'>
export type OutputRow = OfRun & Omit<OutputsTable, 'run_id'>
export type ForgottenRow = OfRun & Pick<StepsTable, 'step_key'>
export type PlanRow = OfRun & PlansTable
export type NotificationRow = OfRun & Pick<OutboxTable, 'id' | 'topic' | 'payload' | 'created_at'>
export type LaunchRow = OfRun & RunsTable

/** A run's row to be changed, and what has to hold for it. */
export interface AskedRow extends RunRow, GuardRow, VersionRow {
  /** Undefined where only the counters move. */
  readonly change: ChangeRow | undefined
}

/** Everything that hangs on the runs of one statement. */
export interface WriteDraft {
  readonly launches: LaunchRow[]
  readonly events: EventRow[]
  readonly tags: TagRow[]
  /** By key: one statement may not write a row twice. */
  readonly steps: Map<string, StepRow>
  readonly outputs: Map<string, OutputRow>
  readonly forgotten: Map<string, ForgottenRow>
  readonly plans: PlanRow[]
  readonly notifications: NotificationRow[]
}

export const emptyDraft = (): WriteDraft => ({
  launches: [],
  events: [],
  tags: [],
  steps: new Map(),
  outputs: new Map(),
  forgotten: new Map(),
  plans: [],
  notifications: [],
})

/** `firstNr` counts from the first event that the statement gives this run. */
export function draftEvents(draft: WriteDraft, ord: number, firstNr: number, events: readonly RunEvent[]): void {
  let nr = firstNr
  for (const event of events) {
    const { type, v, at, stepKey = null, attempt = null, payload } = event
    const level = eventLevel(event)
    draft.events.push({ ord, nr, type, v, at, level, step_key: stepKey, attempt, payload: JSON.stringify(payload) })
    nr++
  }
}

export function draftTags(draft: WriteDraft, ord: number, tags: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(tags)) draft.tags.push({ ord, key, value })
}

function draftStep(draft: WriteDraft, ord: number, step: StepRecord): void {
  const { stepKey, status, attempts, startedAt, endedAt, retryAt, codeVersion, configHash, planOrder } = step
  draft.steps.set(`${ord} ${stepKey}`, {
    ord,
    step_key: stepKey,
    status,
    attempts,
    started_at: startedAt,
    ended_at: endedAt,
    retry_at: retryAt,
    code_version: codeVersion,
    config_hash: configHash,
    plan_order: planOrder,
  })
}

function draftOutput(draft: WriteDraft, ord: number, record: OutputRecord): void {
  const { stepKey, output, mappingKey, originRunId, assetKey, partitionKey, stored } = record
  draft.outputs.set(JSON.stringify([ord, stepKey, output, mappingKey]), {
    ord,
    step_key: stepKey,
    output,
    mapping_key: mappingKey ?? '',
    origin_run_id: originRunId,
    asset_key: assetKey,
    partition_key: partitionKey,
    stored: JSON.stringify(stored),
  })
}

function forgetOutputs(draft: WriteDraft, ord: number, stepKey: string): void {
  draft.forgotten.set(`${ord} ${stepKey}`, { ord, step_key: stepKey })
  for (const [key, output] of draft.outputs) if (output.ord === ord && output.step_key === stepKey) draft.outputs.delete(key)
}

/** Steps, outputs and the plan; those of a later write replace those of an earlier one. */
export function draftRecords(draft: WriteDraft, ord: number, { restarted, steps, outputs, plan }: RunWrite): void {
  if (restarted) for (const stepKey of restarted) forgetOutputs(draft, ord, stepKey)
  if (steps) for (const step of steps) draftStep(draft, ord, step)
  if (outputs) for (const output of outputs) draftOutput(draft, ord, output)
  if (plan) draft.plans.push({ ord, hash: plan.hash, snapshot: JSON.stringify(plan.snapshot) })
}

export function draftNotifications(draft: WriteDraft, ord: number, notifications: readonly NewNotification[] = []): void {
  for (const { deliveryId: id, topic, payload, createdAt: created_at } of notifications) {
    draft.notifications.push({ ord, id, topic, payload: JSON.stringify(payload), created_at })
  }
}

export function draftLaunch(draft: WriteDraft, ord: number, spec: RunSpec, events: readonly RunEvent[]): void {
  draft.launches.push({ ord, ...queuedRunRow(spec, events.length) })
  draftTags(draft, ord, spec.tags)
  draftEvents(draft, ord, 0, events)
}

export const NO_CHANGE: ChangeRow = {
  status: null,
  owner_given: false,
  owner: null,
  generation: null,
  plan_hash: null,
  failure_reason: null,
  cancel_cause: null,
  starting_at: null,
  started_at: null,
  ended_at: null,
  tags: null,
  raises: 0,
}

/** `raises` says how often the change raises the epoch. */
export const changeRow = (change: RunChange, raises: number): ChangeRow => ({
  status: change.status ?? null,
  owner_given: change.owner !== undefined,
  owner: change.owner ?? null,
  generation: change.generation ?? null,
  plan_hash: change.planHash ?? null,
  failure_reason: change.failureReason ?? null,
  cancel_cause: change.cancelCause ?? null,
  starting_at: change.startingAt ?? null,
  started_at: change.startedAt ?? null,
  ended_at: change.endedAt ?? null,
  tags: change.tags === undefined ? null : JSON.stringify(change.tags),
  raises,
})
