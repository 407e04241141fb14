import type { PoolSlot } from '@pawl/core/plugin'
import { sql } from 'kysely'
import type { PoolSlotsTable } from '../schema/tables.ts'
import type { Db } from './db.ts'

/**
 * A slot is held while its run is in progress under the claim that asked for it, and its attempt has not ended, by what the tables say:
 * `slot` is its row. In both databases' words.
 */
export const IS_HELD = `exists (select 1 from runs as run where run.id = slot.run_id and run.epoch = slot.epoch
    and run.status in ('STARTING', 'STARTED', 'CANCELING'))
  and not exists (select 1 from steps as step where step.run_id = slot.run_id and step.step_key = slot.step_key
    and step.attempts >= slot.attempt and step.status <> 'STARTED')`

export const SLOT_ORDER = 'slot.pool, slot.since, slot.run_id, slot.step_key'

export const poolSlotOf = (row: PoolSlotsTable): PoolSlot => ({
  pool: row.pool,
  runId: row.run_id,
  stepKey: row.step_key,
  attempt: row.attempt,
  since: row.since,
})

export async function listSlots(db: Db): Promise<readonly PoolSlot[]> {
  const query = sql<PoolSlotsTable>`select slot.* from pool_slots as slot where ${sql.raw(IS_HELD)} order by ${sql.raw(SLOT_ORDER)}`
  return (await query.execute(db)).rows.map(poolSlotOf)
}
