import type { LogLevel, RunStatus, StepStatus, Strategy } from '@pawl/core/plugin'

/** Columns of JSON are written and read as text here; times are UTC milliseconds. */
type Json = string

export interface RunsTable {
  id: string
  location_name: string
  job_name: string
  generation: string | null
  status: RunStatus
  epoch: number
  next_seq: number
  last_batch: number
  owner: string | null
  root_run_id: string
  parent_run_id: string | null
  retry_of_run_id: string | null
  retry_number: number
  strategy: Strategy | null
  reexecution: Json | null
  retry_policy: Json | null
  not_before: number | null
  priority: number
  origin: string
  origin_name: string | null
  origin_tick: number | null
  launched_by: string | null
  partition_key: string | null
  inputs_from_run_id: string | null
  op_selection: string | null
  plan_hash: string | null
  failure_reason: string | null
  cancel_cause: string | null
  idempotency_key: string | null
  request_hash: string | null
  created_at: number
  starting_at: number | null
  started_at: number | null
  ended_at: number | null
  tags: Json
  config: Json
}

/** A run's tags once more, one a row, for filters; `created_at` is the run's. */
export interface RunTagsTable {
  run_id: string
  key: string
  value: string
  created_at: number
}

export interface EventsTable {
  run_id: string
  seq: number
  type: string
  v: number
  at: number
  level: LogLevel
  step_key: string | null
  attempt: number | null
  payload: Json
}

export interface StepsTable {
  run_id: string
  step_key: string
  status: StepStatus
  attempts: number
  started_at: number | null
  ended_at: number | null
  retry_at: number | null
  code_version: string | null
  config_hash: string | null
  plan_order: number
}

export interface OutputsTable {
  run_id: string
  step_key: string
  output: string
  /** Empty where there is none, because a key may not hold nulls. */
  mapping_key: string
  origin_run_id: string
  asset_key: string | null
  partition_key: string | null
  stored: Json
}

export interface PlansTable {
  hash: string
  snapshot: Json
}

/** Notifications to be delivered at least once, written in the transaction that ends the run. */
export interface OutboxTable {
  id: string
  run_id: string
  topic: string
  payload: Json
  created_at: number
  not_before: number
  attempts: number
  delivered_at: number | null
  given_up_at: number | null
  /** Of the last try. */
  error: string | null
}

/** Processes that own workers; see SupervisorRegistry. */
export interface SupervisorsTable {
  id: string
  host_id: string
  pid: number
  socket_path: string | null
  lease_ms: number
  started_at: number
  beat: number
  status: 'alive' | 'dead'
}

/** Slots of step pools; which of them are held is said by their runs and steps. */
export interface PoolSlotsTable {
  run_id: string
  step_key: string
  pool: string
  attempt: number
  /** Of the claim that asked for it. */
  epoch: number
  since: number
}

export interface Tables {
  runs: RunsTable
  run_tags: RunTagsTable
  events: EventsTable
  steps: StepsTable
  outputs: OutputsTable
  plans: PlansTable
  outbox: OutboxTable
  supervisors: SupervisorsTable
  pool_slots: PoolSlotsTable
}
