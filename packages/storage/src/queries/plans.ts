import type { JsonObject, StoredPlan } from '@pawl/core/plugin'
import type { Db } from './db.ts'

export async function getPlan(db: Db, hash: string): Promise<StoredPlan | undefined> {
  const row = await db.selectFrom('plans').selectAll().where('hash', '=', hash).executeTakeFirst()
  return row === undefined ? undefined : { hash, snapshot: JSON.parse(row.snapshot) as JsonObject }
}
