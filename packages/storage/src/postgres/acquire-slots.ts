import type { SlotRequest, SlotResult } from '@pawl/core/plugin'
import { IS_HELD, poolSlotOf, SLOT_ORDER } from '../queries/slots.ts'
import type { PoolSlotsTable } from '../schema/tables.ts'
import type { Connection } from './connections.ts'
import { transacted } from './under-lock.ts'

const MAY_HOLD = `select 1 from runs where id = $1 and epoch = $2 and status in ('STARTING', 'STARTED')`
const HELD = `select slot.* from pool_slots as slot where slot.pool = $1 and ${IS_HELD} order by ${SLOT_ORDER}`
const FORGET_FREE = `delete from pool_slots as slot where slot.pool = $1 and not (${IS_HELD})`
const UPSERT = `insert into pool_slots (run_id, step_key, pool, attempt, epoch, since) values ($1, $2, $3, $4, $5, $6)
  on conflict (run_id, step_key) do update set pool = excluded.pool, attempt = excluded.attempt, epoch = excluded.epoch`

async function acquireSlot(connection: Connection, request: SlotRequest): Promise<SlotResult> {
  const { pool, limit, runId, epoch, stepKey, attempt, at } = request
  const mayHold = await connection.query({ name: 'pawl_may_hold', text: MAY_HOLD, values: [runId, epoch] })
  if (mayHold.rows.length === 0) return { kind: 'refused' }
  const { rows } = await connection.query<PoolSlotsTable>({ name: 'pawl_held', text: HELD, values: [pool] })
  const holders = rows.map(poolSlotOf)
  const isOwn = holders.some((slot) => slot.runId === runId && slot.stepKey === stepKey)
  if (!isOwn && holders.length >= limit) return { kind: 'full', holders }
  await connection.query({ name: 'pawl_forget_free', text: FORGET_FREE, values: [pool] })
  await connection.query({ name: 'pawl_slot', text: UPSERT, values: [runId, stepKey, pool, attempt, epoch, at] })
  return { kind: 'granted' }
}

/** Asking again for what was granted is answered as granted, so a lost answer does no harm. */
export const acquireSlots = (connection: Connection, requests: readonly SlotRequest[]): Promise<readonly SlotResult[]> =>
  transacted(connection, 'pools', async () => {
    const results: SlotResult[] = []
    for (const request of requests) results.push(await acquireSlot(connection, request))
    return results
  })
