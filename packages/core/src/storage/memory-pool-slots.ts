import { IN_PROGRESS_STATUSES } from '../run/run-status.ts'
import type { MemoryTables } from './memory-tables.ts'
import type { PoolSlot, PoolSlots, SlotRequest, SlotResult } from './pool-slots.ts'

/** With the epoch of the claim that asked for it. */
type EpochSlot = PoolSlot & { readonly epoch: number }

const isBefore = (a: PoolSlot, b: PoolSlot): boolean => {
  if (a.pool !== b.pool) return a.pool < b.pool
  if (a.since !== b.since) return a.since < b.since
  return a.runId === b.runId ? a.stepKey < b.stepKey : a.runId < b.runId
}

export function memoryPoolSlots({ runs, slots }: MemoryTables): PoolSlots {
  function isHeld({ runId, stepKey, attempt, epoch }: EpochSlot): boolean {
    const entry = runs.get(runId)
    if (entry === undefined || !IN_PROGRESS_STATUSES.has(entry.run.status) || entry.run.epoch !== epoch) return false
    const step = entry.steps.get(stepKey)
    return step === undefined || step.attempts < attempt || step.status === 'STARTED'
  }
  const heldSlots = (): readonly PoolSlot[] => {
    const held = [...slots.values()].filter(isHeld).sort((a, b) => (isBefore(a, b) ? -1 : 1))
    return held.map(({ epoch: _, ...slot }) => slot)
  }

  function acquire({ pool, limit, runId, epoch, stepKey, attempt, at }: SlotRequest): SlotResult {
    const run = runs.get(runId)?.run
    if (run === undefined || run.epoch !== epoch || (run.status !== 'STARTING' && run.status !== 'STARTED'))
      return { kind: 'refused' }
    const others = heldSlots().filter((slot) => slot.pool === pool)
    const own = others.find((slot) => slot.runId === runId && slot.stepKey === stepKey)
    if (own === undefined && others.length >= limit) return { kind: 'full', holders: others }
    slots.set(`${runId}/${stepKey}`, { pool, runId, stepKey, attempt, epoch, since: own?.since ?? at })
    return { kind: 'granted' }
  }
  return {
    acquireSlots: async (requests) => requests.map(acquire),
    listSlots: async () => heldSlots(),
  }
}
