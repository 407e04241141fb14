import type { QueuedRun, QueuePage, QueuePlace, RunInProgress, RunQueue, Tags } from '@pawl/core/plugin'
import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Db } from './db.ts'
import type { Read } from './reads.ts'

export interface QueueRow {
  readonly id: string
  readonly epoch: number
  readonly priority: number
  readonly created_at: number
  readonly tags: string
}

export function queuedRuns(rows: readonly QueueRow[]): readonly QueuedRun[] {
  // In a long queue the runs of one job follow each other, with the same tags.
  let [text, tags]: readonly [string, Tags] = ['', {}]
  return rows.map((row) => {
    if (row.tags !== text) [text, tags] = [row.tags, JSON.parse(row.tags) as Tags]
    return { runId: row.id, epoch: row.epoch, priority: row.priority, createdAt: row.created_at, tags }
  })
}

/**
 * Compiled once, with other values each time: a coordinator asks for every run that it starts. The values come in the order in which they
 * stand in the text, each as often as it does.
 */
function compiledOnce<Row>(build: () => RawBuilder<Row>): (db: Db, values: readonly unknown[]) => Promise<readonly Row[]> {
  let built: CompiledQuery<Row> | undefined
  return async (db, parameters) => {
    built ??= build().compile(db)
    return (await db.executeQuery<Row>({ ...built, parameters })).rows
  }
}

// Written out, not as a value: an index of queued runs only is used where the query says that it looks for no others.
const IS_QUEUED = sql`status = 'QUEUED'`
const IS_DUE = sql`(not_before is null or not_before <= ${0})`
const COLUMNS = sql`id, epoch, priority, created_at, tags`
const IN_ORDER = sql`order by priority desc, created_at, id`

const HEAD_BY = [
  `select id, epoch, priority, created_at, tags from runs where status = 'QUEUED' and (not_before is null or not_before <= `,
  `) order by priority desc, created_at, id limit `,
] as const

/** The runs that are due, in the order of the queue, in SQLite's words; its values are the time and how many. */
export const QUEUE_HEAD: string = `${HEAD_BY.join('?')}?`

const firstPage = (): RawBuilder<QueueRow> => sql<QueueRow>`${sql.raw(HEAD_BY[0])}${0}${sql.raw(HEAD_BY[1])}${0}`

// Those of the same priority are another stretch of the index than those of lower ones.
const samePriority = (): RawBuilder<QueueRow> => sql<QueueRow>`
  select ${COLUMNS} from runs where ${IS_QUEUED} and ${IS_DUE} and priority = ${0} and (created_at, id) > (${0}, ${''})
  order by created_at, id limit ${0}`
const lowerPriority = (): RawBuilder<QueueRow> =>
  sql<QueueRow>`select ${COLUMNS} from runs where ${IS_QUEUED} and ${IS_DUE} and priority < ${0} ${IN_ORDER} limit ${0}`

const before = (): RawBuilder<{ readonly count: number }> => sql<{ readonly count: number }>`
  select (select count(*) from runs where ${IS_QUEUED} and ${IS_DUE} and priority > ${0})
  + (select count(*) from runs where ${IS_QUEUED} and ${IS_DUE} and priority = ${0} and (created_at, id) < (${0}, ${''})) as count`

interface InProgressRow {
  readonly id: string
  readonly tags: string
}

/** In both databases' words; the stretch of the index by status that is in progress is short, however many runs have ended. */
export const IN_PROGRESS_RUNS = `select id, tags from runs where status in ('STARTING', 'STARTED', 'CANCELING')`

export const runInProgressOf = ({ id, tags }: InProgressRow): RunInProgress => ({ runId: id, tags: JSON.parse(tags) as Tags })

export interface QueueReads {
  listQueue(db: Db, page: QueuePage): Promise<readonly QueuedRun[]>
  countBefore(db: Db, place: QueuePlace, now: number): Promise<number>
  listInProgress(db: Db): Promise<readonly RunInProgress[]>
}

export function queueReads(): QueueReads {
  const first = compiledOnce(firstPage)
  const same = compiledOnce(samePriority)
  const lower = compiledOnce(lowerPriority)
  const count = compiledOnce(before)
  const inProgress = compiledOnce(() => sql<InProgressRow>`${sql.raw(IN_PROGRESS_RUNS)}`)
  return {
    async listQueue(db, { now, after, limit }) {
      if (limit <= 0) return []
      if (after === undefined) return queuedRuns(await first(db, [now, limit]))
      const { priority, createdAt, runId } = after
      const rows = [...(await same(db, [now, priority, createdAt, runId, limit]))]
      if (rows.length < limit) rows.push(...(await lower(db, [now, priority, limit - rows.length])))
      return queuedRuns(rows)
    },
    async countBefore(db, { priority, createdAt, runId }, now) {
      const [row] = await count(db, [now, priority, now, priority, createdAt, runId])
      return row?.count ?? 0
    },
    listInProgress: async (db) => (await inProgress(db, [])).map(runInProgressOf),
  }
}

/** The part of a run queue that only reads. */
export function readQueue(read: Read): Omit<RunQueue, 'claimRuns'> {
  const reads = queueReads()
  return {
    listQueue: (page) => read((db) => reads.listQueue(db, page)),
    countBefore: (place, now) => read((db) => reads.countBefore(db, place, now)),
    listInProgress: () => read((db) => reads.listInProgress(db)),
  }
}
