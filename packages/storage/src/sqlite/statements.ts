import type { Database, Statement } from 'better-sqlite3'
import { IN_PROGRESS_RUNS, QUEUE_HEAD, type QueueRow } from '../queries/queue.ts'
import { IS_HELD, SLOT_ORDER } from '../queries/slots.ts'
import type { PoolSlotsTable, RunsTable } from '../schema/tables.ts'

/** Everything the writing side runs, and what a coordinator reads for every run that it starts; compiled once for each connection. */
export interface Statements {
  readonly begin: Statement
  readonly commit: Statement
  readonly rollback: Statement
  /** The fences: each gives [next_seq, epoch, status] when its guard holds, nothing otherwise. */
  readonly fenceWriter: Statement
  readonly fenceWriterChanging: Statement
  readonly fenceStatus: Statement
  readonly addToRun: Statement
  readonly insertEvent: Statement
  readonly upsertStep: Statement
  readonly forgetOutputs: Statement
  readonly upsertOutput: Statement
  readonly hasPlan: Statement
  readonly insertPlan: Statement
  readonly insertRun: Statement
  readonly upsertTag: Statement
  readonly insertNotification: Statement
  readonly getRun: Statement<[string], RunsTable>
  readonly getRunInTheWay: Statement<[RunsTable], RunsTable>
  readonly isAliveSupervisor: Statement<[string]>
  readonly listInProgress: Statement<[], Pick<RunsTable, 'id' | 'tags'>>
  readonly listQueueHead: Statement<[now: number, limit: number], QueueRow>
  readonly mayHoldSlot: Statement<[runId: string, epoch: number]>
  readonly listHeldSlots: Statement<[pool: string], PoolSlotsTable>
  readonly forgetFreeSlots: Statement<[pool: string]>
  readonly upsertSlot: Statement
}

// Not `in`: SQLite would build a table of the list each time.
const NOT_FINAL = `status <> 'SUCCESS' and status <> 'FAILURE' and status <> 'CANCELED'`
const FENCED = 'returning next_seq, epoch, status'

/** The order in which a change binds its parameters is that of `changeParameters`. */
const CHANGE = `
  status = coalesce(?, status), owner = case when ? then ? else owner end, generation = coalesce(?, generation),
  plan_hash = coalesce(?, plan_hash), failure_reason = coalesce(?, failure_reason), cancel_cause = coalesce(?, cancel_cause),
  starting_at = coalesce(?, starting_at), started_at = coalesce(?, started_at), ended_at = coalesce(?, ended_at),
  tags = json_patch(tags, ?), epoch = epoch + ?, last_batch = coalesce(?, last_batch), next_seq = next_seq + ?`

const STEP_COLUMNS = ['status', 'attempts', 'started_at', 'ended_at', 'retry_at', 'code_version', 'config_hash']
const OUTPUT_COLUMNS = ['origin_run_id', 'asset_key', 'partition_key', 'stored']
const TAG_COLUMNS = ['value', 'created_at']

/** `fixed` columns are set when the row is made and never again. */
function upsert(table: string, key: readonly string[], columns: readonly string[], fixed: readonly string[] = []): string {
  const all = [...key, ...columns, ...fixed]
  const changes = columns.map((column) => `${column} = excluded.${column}`)
  return `insert into ${table} (${all.join(', ')}) values (${all.map(() => '?').join(', ')})
    on conflict (${key.join(', ')}) do update set ${changes.join(', ')}`
}

const RUN_COLUMNS: readonly (keyof RunsTable)[] = [
  ...(['id', 'location_name', 'job_name', 'generation', 'status', 'epoch', 'next_seq', 'last_batch', 'owner'] as const),
  ...(['root_run_id', 'parent_run_id', 'retry_of_run_id', 'retry_number', 'strategy', 'reexecution', 'retry_policy'] as const),
  ...(['not_before', 'priority', 'origin', 'origin_name', 'origin_tick', 'launched_by', 'partition_key'] as const),
  ...(['inputs_from_run_id', 'op_selection', 'plan_hash', 'failure_reason', 'cancel_cause'] as const),
  ...(['idempotency_key', 'request_hash', 'created_at', 'starting_at', 'started_at', 'ended_at'] as const),
  ...(['tags', 'config'] as const),
]

export function prepareStatements(db: Database): Statements {
  const fence = (sql: string): Statement => db.prepare(`${sql} ${FENCED}`).raw()
  return {
    begin: db.prepare('begin immediate'),
    commit: db.prepare('commit'),
    rollback: db.prepare('rollback'),
    fenceWriter: fence(
      `update runs set next_seq = next_seq + ?, last_batch = ? where id = ? and epoch = ? and last_batch < ? and ${NOT_FINAL}`,
    ),
    fenceWriterChanging: fence(`update runs set ${CHANGE} where id = ? and epoch = ? and last_batch < ? and ${NOT_FINAL}`),
    fenceStatus: fence(
      `update runs set ${CHANGE} where id = ? and status in (?, ?, ?, ?) and epoch = coalesce(?, epoch) and ${NOT_FINAL}`,
    ),
    addToRun: fence(`update runs set ${CHANGE} where id = ?`),
    insertEvent: db.prepare(
      'insert into events (run_id, seq, type, v, at, level, step_key, attempt, payload) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    // A step keeps its place in the plan; to name it would make SQLite rewrite the index over it.
    upsertStep: db.prepare(upsert('steps', ['run_id', 'step_key'], STEP_COLUMNS, ['plan_order'])),
    forgetOutputs: db.prepare('delete from outputs where run_id = ? and step_key = ?'),
    upsertOutput: db.prepare(upsert('outputs', ['run_id', 'step_key', 'output', 'mapping_key'], OUTPUT_COLUMNS)),
    hasPlan: db.prepare('select 1 from plans where hash = ?'),
    insertPlan: db.prepare('insert into plans (hash, snapshot) values (?, ?) on conflict do nothing'),
    insertRun: db.prepare(
      `insert into runs (${RUN_COLUMNS.join(', ')}) values (${RUN_COLUMNS.map((column) => `@${column}`).join(', ')})
      on conflict do nothing`,
    ),
    upsertTag: db.prepare(upsert('run_tags', ['run_id', 'key'], TAG_COLUMNS)),
    insertNotification: db.prepare(
      'insert into outbox (id, run_id, topic, payload, created_at, not_before, attempts) values (?, ?, ?, ?, ?, ?, 0) on conflict do nothing',
    ),
    getRun: db.prepare('select * from runs where id = ?'),
    getRunInTheWay: db.prepare(`
      select * from runs where idempotency_key = @idempotency_key or id = @id or retry_of_run_id = @retry_of_run_id
      order by case when idempotency_key = @idempotency_key then 0 when id = @id then 1 else 2 end`),
    isAliveSupervisor: db.prepare(`select 1 from supervisors where id = ? and status = 'alive'`),
    listInProgress: db.prepare(IN_PROGRESS_RUNS),
    listQueueHead: db.prepare(QUEUE_HEAD),
    mayHoldSlot: db.prepare(`select 1 from runs where id = ? and epoch = ? and status in ('STARTING', 'STARTED')`),
    listHeldSlots: db.prepare(`select slot.* from pool_slots as slot where slot.pool = ? and ${IS_HELD} order by ${SLOT_ORDER}`),
    forgetFreeSlots: db.prepare(`delete from pool_slots as slot where slot.pool = ? and not (${IS_HELD})`),
    upsertSlot: db.prepare(
      `insert into pool_slots (run_id, step_key, pool, attempt, epoch, since) values (?, ?, ?, ?, ?, ?)
      on conflict (run_id, step_key) do update set pool = excluded.pool, attempt = excluded.attempt, epoch = excluded.epoch`,
    ),
  }
}
