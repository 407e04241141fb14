import type { DeliveryOutcome, JsonObject, NotificationRecord, Outbox, TakenNotification } from '@pawl/core/plugin'
import { type RawBuilder, sql } from 'kysely'
import type { OutboxTable } from '../schema/tables.ts'
import type { Db } from './db.ts'
import type { Read } from './reads.ts'

// As the index over what is due is declared.
const WAITING = sql<boolean>`delivered_at is null and given_up_at is null`

/** How rows are chosen that somebody else may be choosing at the same time. */
export interface OutboxDialect {
  /** What follows the query of rows that are to be taken. */
  readonly skipLocked: RawBuilder<unknown>
}

type Row = OutboxTable

const takenOf = ({ id, run_id, topic, payload, created_at, attempts }: Row): TakenNotification => ({
  deliveryId: id,
  runId: run_id,
  topic,
  payload: JSON.parse(payload) as JsonObject,
  createdAt: created_at,
  attempt: attempts,
})

const recordOf = (row: Row): NotificationRecord => ({
  deliveryId: row.id,
  runId: row.run_id,
  topic: row.topic,
  payload: JSON.parse(row.payload) as JsonObject,
  createdAt: row.created_at,
  status: row.delivered_at !== null ? 'delivered' : row.given_up_at !== null ? 'given-up' : 'waiting',
  attempts: row.attempts,
  notBefore: row.not_before,
  endedAt: row.delivered_at ?? row.given_up_at,
  error: row.error,
})

/** Looks before it takes: most of the time nothing is due, and a write would wait for others. */
async function take(
  db: Db,
  { now, hiddenUntil, limit }: Parameters<Outbox['take']>[0],
  { skipLocked }: OutboxDialect,
): Promise<TakenNotification[]> {
  const dueAt = await nextDueAt(db)
  if (dueAt === null || dueAt > now) return []
  const { rows } = await sql<Row & { due_at: number }>`
    with due as (select id, not_before from outbox where ${WAITING} and not_before <= ${now} order by not_before, id limit ${limit} ${skipLocked})
    update outbox set attempts = attempts + 1, not_before = ${hiddenUntil}
    where id in (select id from due) and ${WAITING} returning *`.execute(db)
  return rows.map(takenOf).sort((one, other) => one.createdAt - other.createdAt || (one.deliveryId < other.deliveryId ? -1 : 1))
}

async function settle(db: Db, { deliveryId, attempt }: Parameters<Outbox['settle']>[0], outcome: DeliveryOutcome): Promise<void> {
  const update = db.updateTable('outbox').where('id', '=', deliveryId).where(WAITING)
  if (outcome.kind === 'delivered') await update.set({ delivered_at: outcome.at, error: null }).execute()
  else if (outcome.kind === 'postponed') {
    await update.where('attempts', '=', attempt).set({ not_before: outcome.notBefore, error: outcome.error }).execute()
  } else await update.where('attempts', '=', attempt).set({ given_up_at: outcome.at, error: outcome.error }).execute()
}

async function nextDueAt(db: Db): Promise<number | null> {
  const row = await db.selectFrom('outbox').select('not_before').where(WAITING).orderBy('not_before').limit(1).executeTakeFirst()
  return row?.not_before ?? null
}

const listNotifications = async (db: Db, runId: string): Promise<NotificationRecord[]> =>
  (await db.selectFrom('outbox').selectAll().where('run_id', '=', runId).orderBy('created_at').orderBy('id').execute()).map(
    recordOf,
  )

async function purge(db: Db, endedBefore: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where(sql<boolean>`coalesce(delivered_at, given_up_at) < ${endedBefore}`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Each method is so small that it runs, and may be repeated, as the reads do. */
export const outboxOf = (run: Read, dialect: OutboxDialect): Outbox => ({
  take: (options) => run((db) => take(db, options, dialect)),
  settle: (taken, outcome) => run((db) => settle(db, taken, outcome)),
  nextDueAt: () => run(nextDueAt),
  listNotifications: (runId) => run((db) => listNotifications(db, runId)),
  purge: (endedBefore) => run((db) => purge(db, endedBefore)),
})

/** One writer at a time: nobody else is choosing. */
export const SQLITE_OUTBOX: OutboxDialect = { skipLocked: sql`` }
export const POSTGRES_OUTBOX: OutboxDialect = { skipLocked: sql`for update skip locked` }
