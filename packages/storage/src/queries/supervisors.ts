import { IN_PROGRESS_STATUSES, type Run, type SupervisorRecord, type SupervisorRegistry } from '@pawl/core/plugin'
import { sql } from 'kysely'
import { runOf } from '../rows/run-row.ts'
import type { SupervisorsTable } from '../schema/tables.ts'
import type { Db } from './db.ts'
import type { Read } from './reads.ts'

const recordOf = (row: SupervisorsTable): SupervisorRecord => ({
  supervisorId: row.id,
  hostId: row.host_id,
  pid: row.pid,
  socketPath: row.socket_path,
  leaseMs: row.lease_ms,
  startedAt: row.started_at,
  beat: row.beat,
  status: row.status,
})

async function register(db: Db, spec: Parameters<SupervisorRegistry['register']>[0]): Promise<void> {
  const { supervisorId: id, hostId: host_id, pid, socketPath: socket_path, leaseMs: lease_ms, startedAt: started_at } = spec
  await db
    .insertInto('supervisors')
    .values({ id, host_id, pid, socket_path, lease_ms, started_at, beat: 0, status: 'alive' })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

async function renew(db: Db, supervisorId: string): Promise<boolean> {
  const row = await db
    .updateTable('supervisors')
    .set((eb) => ({ beat: eb('beat', '+', 1) }))
    .where('id', '=', supervisorId)
    .where('status', '=', 'alive')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

async function declareDead(db: Db, { supervisorId, beat }: Parameters<SupervisorRegistry['declareDead']>[0]): Promise<boolean> {
  await db
    .updateTable('supervisors')
    .set({ status: 'dead' })
    .where('id', '=', supervisorId)
    .where('beat', '=', beat)
    .where('status', '=', 'alive')
    .execute()
  const row = await db.selectFrom('supervisors').select('status').where('id', '=', supervisorId).executeTakeFirst()
  return row?.status !== 'alive'
}

const listSupervisors = async (db: Db): Promise<SupervisorRecord[]> =>
  (await db.selectFrom('supervisors').selectAll().orderBy('started_at').orderBy('id').execute()).map(recordOf)

/** What is in progress is a short stretch of the index by status, however many runs have ended. */
export async function listAbandonedRuns(
  db: Db,
  { limit, after }: Parameters<SupervisorRegistry['listAbandonedRuns']>[0],
): Promise<Run[]> {
  let query = db
    .selectFrom('runs')
    .selectAll()
    .where('status', 'in', [...IN_PROGRESS_STATUSES])
    .where(
      sql<boolean>`not exists (select 1 from supervisors where supervisors.id = runs.owner and supervisors.status = 'alive')`,
    )
  if (after !== undefined) query = query.where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.runId})`)
  return (await query.orderBy('created_at').orderBy('id').limit(limit).execute()).map(runOf)
}

/** Each method is so small that it runs, and may be repeated, as the reads do. */
export const supervisorRegistry = (run: Read): SupervisorRegistry => ({
  register: (spec) => run((db) => register(db, spec)),
  renew: (supervisorId) => run((db) => renew(db, supervisorId)),
  list: () => run(listSupervisors),
  declareDead: (seen) => run((db) => declareDead(db, seen)),
  remove: (supervisorId) => run(async (db) => void (await db.deleteFrom('supervisors').where('id', '=', supervisorId).execute())),
  listAbandonedRuns: (page) => run((db) => listAbandonedRuns(db, page)),
})
