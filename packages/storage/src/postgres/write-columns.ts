import type { RunsTable } from '../schema/tables.ts'
import { type RowColumns, rowColumns } from './row-columns.ts'
import type {
  ChangeRow,
  EventRow,
  ForgottenRow,
  GuardRow,
  LaunchRow,
  NotificationRow,
  OutputRow,
  PlanRow,
  RunRow,
  StepRow,
  TagRow,
  VersionRow,
} from './write-draft.ts'

const RUN_TYPES = { ord: 'int', run_id: 'text', event_count: 'int', last_batch: 'bigint' } as const
const GUARD_TYPES = { epoch: 'bigint', batch: 'bigint', statuses: 'text' } as const
const VERSION_TYPES = { version: 'text' } as const
const CHANGE_TYPES = {
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
} as const

/** By what is asked of a row before it is changed. */
interface AskedColumns<Also> {
  readonly guard: RowColumns<RunRow & GuardRow & Also>
  readonly version: RowColumns<RunRow & VersionRow & Also>
}

export const ASKED_COLUMNS: AskedColumns<unknown> = {
  guard: rowColumns({ ...RUN_TYPES, ...GUARD_TYPES }),
  version: rowColumns({ ...RUN_TYPES, ...VERSION_TYPES }),
}

export const ASKED_AND_CHANGED_COLUMNS: AskedColumns<ChangeRow> = {
  guard: rowColumns({ ...RUN_TYPES, ...GUARD_TYPES, ...CHANGE_TYPES }),
  version: rowColumns({ ...RUN_TYPES, ...VERSION_TYPES, ...CHANGE_TYPES }),
}

export const EVENT_COLUMNS: RowColumns<EventRow> = rowColumns({
  ord: 'int',
  nr: 'int',
  type: 'text',
  v: 'int',
  at: 'bigint',
  level: 'text',
  step_key: 'text',
  attempt: 'int',
  payload: 'json',
})

export const TAG_COLUMNS: RowColumns<TagRow> = rowColumns({ ord: 'int', key: 'text', value: 'text' })

export const STEP_COLUMNS: RowColumns<StepRow> = rowColumns({
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
})

export const OUTPUT_COLUMNS: RowColumns<OutputRow> = rowColumns({
  ord: 'int',
  step_key: 'text',
  output: 'text',
  mapping_key: 'text',
  origin_run_id: 'text',
  asset_key: 'text',
  partition_key: 'text',
  stored: 'json',
})

export const FORGOTTEN_COLUMNS: RowColumns<ForgottenRow> = rowColumns({ ord: 'int', step_key: 'text' })
export const PLAN_COLUMNS: RowColumns<PlanRow> = rowColumns({ ord: 'int', hash: 'text', snapshot: 'json' })
export const NOTIFICATION_COLUMNS: RowColumns<NotificationRow> = rowColumns({
  ord: 'int',
  id: 'text',
  topic: 'text',
  payload: 'json',
  created_at: 'bigint',
})

export const RUNS_TABLE_TYPES: Readonly<Record<keyof RunsTable, string>> = {
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
  reexecution: 'json',
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

export const LAUNCH_COLUMNS: RowColumns<LaunchRow> = rowColumns({ ord: 'int', ...RUNS_TABLE_TYPES })
