import type { RunsTable } from '../schema/tables.ts'
import type { ColumnTypes } from './row-columns.ts'
import type {
  ChangeRow,
  EventRow,
  ForgottenRow,
  GuardRow,
  LaunchRow,
  OutputRow,
  PlanRow,
  RunRow,
  StepRow,
  TagRow,
  VersionRow,
} from './write-draft.ts'

export const RUN_TYPES: ColumnTypes<RunRow> = { ord: 'int', run_id: 'text', event_count: 'int', last_batch: 'bigint' }
export const GUARD_TYPES: ColumnTypes<GuardRow> = { epoch: 'bigint', batch: 'bigint', statuses: 'text' }
export const VERSION_TYPES: ColumnTypes<VersionRow> = { version: 'text' }

export const CHANGE_TYPES: ColumnTypes<ChangeRow> = {
  status: 'text',
  owner_given: 'boolean',
  owner: 'text',
  generation: 'text',
  plan_hash: 'text',
  failure_reason: 'text',
  cancel_cause: 'text',
  starting_at: 'bigint',
  started_at: 'bigint',
  ended_at: 'bigint',
  tags: 'json',
  raises: 'int',
}

export const EVENT_TYPES: ColumnTypes<EventRow> = {
  ord: 'int',
  nr: 'int',
  type: 'text',
  v: 'int',
  at: 'bigint',
  level: 'text',
  step_key: 'text',
  attempt: 'int',
  payload: 'json',
}

export const TAG_TYPES: ColumnTypes<TagRow> = { ord: 'int', key: 'text', value: 'text' }

export const STEP_TYPES: ColumnTypes<StepRow> = {
  ord: 'int',
  step_key: 'text',
  status: 'text',
  attempts: 'int',
  started_at: 'bigint',
  ended_at: 'bigint',
  retry_at: 'bigint',
  code_version: 'text',
  config_hash: 'text',
  plan_order: 'int',
}

export const OUTPUT_TYPES: ColumnTypes<OutputRow> = {
  ord: 'int',
  step_key: 'text',
  output: 'text',
  mapping_key: 'text',
  origin_run_id: 'text',
  asset_key: 'text',
  partition_key: 'text',
  stored: 'json',
}

export const FORGOTTEN_TYPES: ColumnTypes<ForgottenRow> = { ord: 'int', step_key: 'text' }
export const PLAN_TYPES: ColumnTypes<PlanRow> = { ord: 'int', hash: 'text', snapshot: 'json' }

export const RUNS_TABLE_TYPES: ColumnTypes<RunsTable> = {
  id: 'text',
  location_name: 'text',
  job_name: 'text',
  generation: 'text',
  status: 'text',
  epoch: 'bigint',
  next_seq: 'bigint',
  last_batch: 'bigint',
  owner: 'text',
  root_run_id: 'text',
  parent_run_id: 'text',
  retry_of_run_id: 'text',
  retry_number: 'int',
  strategy: 'text',
  retry_policy: 'json',
  not_before: 'bigint',
  priority: 'int',
  origin: 'text',
  origin_name: 'text',
  origin_tick: 'bigint',
  launched_by: 'text',
  partition_key: 'text',
  inputs_from_run_id: 'text',
  op_selection: 'text',
  plan_hash: 'text',
  failure_reason: 'text',
  cancel_cause: 'text',
  idempotency_key: 'text',
  request_hash: 'text',
  created_at: 'bigint',
  starting_at: 'bigint',
  started_at: 'bigint',
  ended_at: 'bigint',
  tags: 'json',
  config: 'json',
}

export const LAUNCH_TYPES: ColumnTypes<LaunchRow> = { ord: 'int', ...RUNS_TABLE_TYPES }
