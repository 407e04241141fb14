import { RUNS_TABLE_TYPES, STEP_COLUMNS } from './write-columns.ts'

// The parts of the one statement of the writing side. `written` holds the runs that it does write, with the number of their
// first event; everything that hangs on a run joins it by `ord` and so is written with its run or not at all.

const NOT_FINAL = `r.status not in ('SUCCESS', 'FAILURE', 'CANCELED')`

const GUARD = `${NOT_FINAL} and r.epoch = coalesce(a.epoch, r.epoch) and (a.batch is null or r.last_batch < a.batch)
  and (a.statuses is null or r.status = any (a.statuses::text[]))`

const CHANGE = `, status = coalesce(a.status, r.status), owner = case when a.owner_given then a.owner else r.owner end,
  generation = coalesce(a.generation, r.generation), plan_hash = coalesce(a.plan_hash, r.plan_hash),
  failure_reason = coalesce(a.failure_reason, r.failure_reason), cancel_cause = coalesce(a.cancel_cause, r.cancel_cause),
  starting_at = coalesce(a.starting_at, r.starting_at), started_at = coalesce(a.started_at, r.started_at),
  ended_at = coalesce(a.ended_at, r.ended_at), epoch = r.epoch + a.raises,
  tags = case when a.tags is null then r.tags else (r.tags::jsonb || a.tags::jsonb)::json end`

export interface Fence {
  readonly by: 'guard' | 'version'
  readonly isChanging: boolean
  /** Rows are locked in the order of their ids then, so that two statements never wait for each other. */
  readonly isOfSeveral: boolean
}

const locked = ({ by }: Fence): string => `locked as materialized (
  select r.id from asked a join runs r on r.id = a.run_id${by === 'version' ? ' and r.xmin = a.version::xid' : ''}
  order by r.id for no key update of r)`

function condition({ by, isOfSeveral }: Fence): string {
  if (!isOfSeveral) return by === 'guard' ? GUARD : 'r.xmin = a.version::xid'
  const isLocked = 'r.id in (select id from locked)'
  return `${isLocked} and ${by === 'guard' ? GUARD : '(select count(*) from locked) = (select count(*) from asked)'}`
}

const fencedRows = (from: string, fence: Fence): string => `fenced as (
  update runs r set next_seq = r.next_seq + a.event_count, last_batch = coalesce(a.last_batch, r.last_batch)
  ${fence.isChanging ? CHANGE : ''}
  from ${from} where r.id = a.run_id and ${condition(fence)}
  returning a.ord, r.id, r.next_seq - a.event_count as first_seq, r.next_seq, r.epoch, r.status, r.created_at)`

/** `source` is a `from` of the rows to be changed, as `a`. */
export const fenced = (source: string, fence: Fence): readonly string[] =>
  fence.isOfSeveral
    ? [`asked as materialized (select * from ${source})`, locked(fence), fencedRows('asked a', fence)]
    : [fencedRows(source, fence)]

const RUN_COLUMNS = Object.keys(RUNS_TABLE_TYPES).join(', ')

/** `source` is a `from` of the rows of new runs, as `l`. */
export const launched = (
  source: string,
  options: { readonly ifFenced: boolean; readonly passesOver: boolean },
): readonly string[] => [
  `launches as materialized (select * from ${source})`,
  `launched as (
  insert into runs (${RUN_COLUMNS}) select ${RUN_COLUMNS} from launches
  ${options.ifFenced ? 'where exists (select from fenced)' : ''} order by ord
  ${options.passesOver ? 'on conflict do nothing' : ''} returning id)`,
]

const WRITTEN_COLUMNS = 'ord, id, first_seq, next_seq, epoch, status, created_at'
const LAUNCHED_RUNS = `select l.ord, l.id, 1::bigint as first_seq, l.next_seq, l.epoch, l.status, l.created_at
  from launches l join launched d on d.id = l.id`

export const written = (from: { readonly asked: boolean; readonly launches: boolean }): string => {
  const runs = [...(from.asked ? [`select ${WRITTEN_COLUMNS} from fenced`] : []), ...(from.launches ? [LAUNCHED_RUNS] : [])]
  return `written as (${runs.join(' union all ')})`
}

export const insertedEvents = (source: string): string => `inserted_events as (
  insert into events (run_id, seq, type, v, at, level, step_key, attempt, payload)
  select w.id, w.first_seq + e.nr, e.type, e.v, e.at, e.level, e.step_key, e.attempt, e.payload
  from ${source} join written w on w.ord = e.ord)`

export const upsertedTags = (source: string): string => `upserted_tags as (
  insert into run_tags (run_id, key, value, created_at) select w.id, t.key, t.value, w.created_at
  from ${source} join written w on w.ord = t.ord
  on conflict (run_id, key) do update set value = excluded.value, created_at = excluded.created_at)`

// A step keeps its place in the plan: what is not set anew needs no new entry in the index over it.
const CHANGING = STEP_COLUMNS.names.filter((name) => name !== 'ord' && name !== 'step_key' && name !== 'plan_order')

export const upsertedSteps = (source: string): string => `upserted_steps as (
  insert into steps (run_id, step_key, plan_order, ${CHANGING.join(', ')})
  select w.id, s.step_key, s.plan_order, ${CHANGING.map((name) => `s.${name}`).join(', ')}
  from ${source} join written w on w.ord = s.ord
  on conflict (run_id, step_key) do update set ${CHANGING.map((name) => `${name} = excluded.${name}`).join(', ')})`

/** Spares what the same statement writes anew, because it may not delete and insert one row. `spared` is a `from`, as `n`. */
export const forgottenOutputs = (source: string, spared: string | undefined): string => `forgotten_outputs as (
  delete from outputs o using written w, ${source} where g.ord = w.ord and o.run_id = w.id and o.step_key = g.step_key
  ${spared === undefined ? '' : `and not exists (select from ${spared} where ${IS_SPARED})`})`

const IS_SPARED = 'n.ord = w.ord and n.step_key = o.step_key and n.output = o.output and n.mapping_key = o.mapping_key'

export const upsertedOutputs = (source: string): string => `upserted_outputs as (
  insert into outputs (run_id, step_key, output, mapping_key, origin_run_id, asset_key, partition_key, stored)
  select w.id, u.step_key, u.output, u.mapping_key, u.origin_run_id, u.asset_key, u.partition_key, u.stored
  from ${source} join written w on w.ord = u.ord
  on conflict (run_id, step_key, output, mapping_key) do update set origin_run_id = excluded.origin_run_id,
  asset_key = excluded.asset_key, partition_key = excluded.partition_key, stored = excluded.stored)`

export const insertedPlans = (source: string): string => `inserted_plans as (
  insert into plans (hash, snapshot) select p.hash, p.snapshot from ${source} join written w on w.ord = p.ord
  order by p.hash on conflict do nothing)`

export const insertedNotifications = (source: string): string => `inserted_notifications as (
  insert into outbox (id, run_id, topic, payload, created_at, not_before, attempts)
  select m.id, w.id, m.topic, m.payload, m.created_at, m.created_at, 0 from ${source} join written w on w.ord = m.ord
  on conflict (id) do nothing)`
