import { type Run, type RunFilter, type RunPage, type RunStatus, runIdTime } from '@pawl/core/plugin'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { runOf } from '../rows/run-row.ts'
import type { RunsTable, RunTagsTable, Tables } from '../schema/tables.ts'
import type { Db } from './db.ts'

type Condition = RawBuilder<boolean>
type TagCondition = NonNullable<RunFilter['tags']>[number]
/** Reads whole runs, from their table alone or by way of a tag they have. */
type RunQuery = SelectQueryBuilder<Tables & { tag: RunTagsTable }, 'runs' | 'tag', RunsTable>

const oneOf = (column: string, values: readonly string[]): Condition => sql`${sql.ref(column)} in (${sql.join(values)})`

const given = <Value>(value: Value | undefined, condition: (value: Value) => Condition): readonly Condition[] =>
  value === undefined ? [] : [condition(value)]

const hasTag = ({ key, value }: TagCondition): Condition => {
  const sameValue = value === null ? sql`` : sql`and other.value = ${value}`
  return sql`exists (select 1 from run_tags as other where other.run_id = runs.id and other.key = ${key} ${sameValue})`
}

const matchesNothing = ({ runIds, statuses }: RunFilter): boolean => runIds?.length === 0 || statuses?.length === 0

/** Everything a filter asks of a run's own row; times and order are taken from `sorted`, the table whose index gives the order. */
function rowConditions(filter: RunFilter, sorted: 'runs' | 'tag'): readonly Condition[] {
  const createdAt = sql.ref(`${sorted}.created_at`)
  return [
    ...given(filter.runIds, (runIds) => oneOf('runs.id', runIds)),
    ...given(filter.jobName, (jobName) => sql`runs.job_name = ${jobName}`),
    ...given(filter.locationName, (locationName) => sql`runs.location_name = ${locationName}`),
    ...given(filter.rootRunId, (rootRunId) => sql`runs.root_run_id = ${rootRunId}`),
    ...given(filter.statuses, (statuses) => oneOf('runs.status', statuses)),
    ...given(filter.createdAfter, (after) => sql`${createdAt} > ${after}`),
    ...given(filter.createdBefore, (before) => sql`${createdAt} < ${before}`),
  ]
}

const tagConditions = ({ key, value }: TagCondition): readonly Condition[] => [
  sql`tag.key = ${key}`,
  ...(value === null ? [] : [sql<boolean>`tag.value = ${value}`]),
]

const meeting = (query: RunQuery, conditions: readonly Condition[]): RunQuery =>
  conditions.reduce((narrower, condition) => narrower.where(condition), query)

/** The newest `limit` runs of a filter, read in the order of one index. */
function newestRuns(db: Db, filter: RunFilter, limit: number, older: (sorted: 'runs' | 'tag') => readonly Condition[]): RunQuery {
  // One tag leads, best one with a value: its index is sorted by time. The others are looked up run by run.
  const lead = filter.tags?.find((tag) => tag.value !== null) ?? filter.tags?.[0]
  const sorted = lead === undefined ? 'runs' : 'tag'
  const from =
    lead === undefined
      ? db.selectFrom('runs').selectAll('runs')
      : db.selectFrom('run_tags as tag').innerJoin('runs', 'runs.id', 'tag.run_id').selectAll('runs')
  const others = (filter.tags ?? []).filter((tag) => tag !== lead).map(hasTag)
  return meeting(from as unknown as RunQuery, [
    ...(lead === undefined ? [] : tagConditions(lead)),
    ...rowConditions(filter, sorted),
    ...others,
    ...older(sorted),
  ])
    .orderBy(sql.ref(`${sorted}.created_at`), 'desc')
    .orderBy(sql.ref(lead === undefined ? 'runs.id' : 'tag.run_id'), 'desc')
    .limit(limit)
}

/** Where a page ended. The run there may have been deleted since; its id still says when it was made. */
async function olderThan(db: Db, cursor: string | undefined): Promise<(sorted: 'runs' | 'tag') => readonly Condition[]> {
  if (cursor === undefined) return () => []
  const row = await db.selectFrom('runs').select('created_at').where('id', '=', cursor).executeTakeFirst()
  const createdAt = row?.created_at ?? runIdTime(cursor)
  return (sorted) => {
    const id = sql.ref(sorted === 'runs' ? 'runs.id' : 'tag.run_id')
    return [sql`(${sql.ref(`${sorted}.created_at`)}, ${id}) < (${createdAt}, ${cursor})`]
  }
}

/** Of several statuses each has its own stretch of the index: the newest of each are taken and merged. */
const splitByStatus = ({ statuses = [], runIds, tags = [] }: RunFilter): readonly RunStatus[] =>
  statuses.length > 1 && runIds === undefined && tags.length === 0 ? [...new Set(statuses)] : []

export async function listRuns(db: Db, { filter = {}, cursor, limit }: RunPage): Promise<Run[]> {
  if (limit <= 0 || matchesNothing(filter)) return []
  const older = await olderThan(db, cursor)
  const [first, ...others] = splitByStatus(filter)
  if (first === undefined) return (await newestRuns(db, filter, limit, older).execute()).map(runOf)
  const newestOf = (status: RunStatus): SelectQueryBuilder<{ part: RunsTable }, 'part', RunsTable> =>
    db
      .selectFrom(newestRuns(db, { ...filter, statuses: [status] }, limit, older).as('part'))
      .selectAll() as unknown as SelectQueryBuilder<{ part: RunsTable }, 'part', RunsTable>
  const rows = await others
    .reduce((merged, status) => merged.unionAll(newestOf(status)), newestOf(first))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(runOf)
}

export async function countRuns(db: Db, filter: RunFilter): Promise<number> {
  if (matchesNothing(filter)) return 0
  const conditions = [...rowConditions(filter, 'runs'), ...(filter.tags ?? []).map(hasTag)]
  const from = db.selectFrom('runs') as unknown as RunQuery
  const { count } = await meeting(from, conditions)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export async function listOwnedRuns(
  db: Db,
  { owner, statuses }: { readonly owner: string; readonly statuses: readonly RunStatus[] },
): Promise<Run[]> {
  if (statuses.length === 0) return []
  const rows = await db
    .selectFrom('runs')
    .selectAll()
    .where('owner', '=', owner)
    .where('status', 'in', statuses)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(runOf)
}
