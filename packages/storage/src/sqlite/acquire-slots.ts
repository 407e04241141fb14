import type { SlotRequest, SlotResult } from '@pawl/core/plugin'
import { poolSlotOf } from '../queries/slots.ts'
import type { Statements } from './statements.ts'

/** Asks for one slot inside the transaction that is open: it is the database's only writer. */
export function acquireSlot(statements: Statements, request: SlotRequest): SlotResult {
  const { pool, limit, runId, epoch, stepKey, attempt, at } = request
  if (statements.mayHoldSlot.get(runId, epoch) === undefined) return { kind: 'refused' }
  const holders = statements.listHeldSlots.all(pool).map(poolSlotOf)
  const isOwn = holders.some((slot) => slot.runId === runId && slot.stepKey === stepKey)
  if (!isOwn && holders.length >= limit) return { kind: 'full', holders }
  statements.forgetFreeSlots.run(pool)
  statements.upsertSlot.run(runId, stepKey, pool, attempt, epoch, at)
  return { kind: 'granted' }
}
