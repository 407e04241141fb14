import {
  type Clock,
  type PoolSlot,
  type PoolSlots,
  poolLimit,
  type QueueLimits,
  type Run,
  type RunHints,
  type RunId,
  type SlotRequest,
  type SlotResult,
} from '@pawl/core/plugin'
import type { SlotWanted } from '../channel/protocol.ts'
import type { Worker } from './worker.ts'

/** The wish of a step whose worker has told it. */
export function wishOf({ epoch }: Run, worker: Worker, wanted: SlotWanted): SlotWish {
  const { runId, pool, stepKey, attempt } = wanted
  return {
    ...{ runId, epoch, pool, stepKey, attempt },
    onGiven: () => worker.tellSlot(wanted, null),
    onWaiting: (why) => worker.tellSlot(wanted, why),
  }
}

export interface PoolSlotDeskOptions {
  readonly slots: PoolSlots
  readonly queueLimits: QueueLimits
  readonly hints: RunHints
  readonly clock: Clock
  readonly report: (error: unknown) => void
}

/** A step that wants to start, and whom to tell. */
export interface SlotWish extends Pick<SlotRequest, 'pool' | 'runId' | 'epoch' | 'stepKey' | 'attempt'> {
  readonly onGiven: () => void
  /** Called once, if it has to wait. */
  readonly onWaiting: (why: string) => void
}

interface Waiting extends SlotWish {
  readonly limit: number
  isTold: boolean
}

/** Named in the sentence that says why a step waits. */
const NAMED_HOLDERS = 3

/**
 * Gets slots of step pools for the steps of one supervisor, in the order in which they ask:
 *
 *   asked ──▶ given
 *     └──none free──▶ waiting ──a holder's run has news, or a while has passed──▶ asked again
 *                        └──its run is over──▶ forgotten
 */
export class PoolSlotDesk {
  readonly #options: PoolSlotDeskOptions
  readonly #stopListening: () => void
  /** By pool, in the order of asking. */
  #waiting: Map<string, Waiting[]> = new Map()
  /** Runs whose news may be a slot that has gone free. */
  #holders: Set<RunId> = new Set()
  /** Steps that hold a slot; one of them may wait here too, when the worker that it was given for is gone. */
  #holding: Set<string> = new Set()
  #asking: Promise<void> | undefined
  #isAgain = false

  constructor(options: PoolSlotDeskOptions) {
    this.#options = options
    this.#stopListening = options.hints.listen(null, (runId) => {
      if (this.#holders.has(runId)) this.tick()
    })
  }

  ask(wish: SlotWish): void {
    const limit = poolLimit(this.#options.queueLimits, wish.pool)
    if (limit === undefined) {
      wish.onGiven()
      return
    }
    const waiting = this.#waiting.get(wish.pool)
    const entry = { ...wish, limit, isTold: false }
    if (waiting === undefined) this.#waiting.set(wish.pool, [entry])
    else waiting.push(entry)
    this.tick()
  }

  /** A run is over here: its steps want nothing any more. What it holds goes free by its end. */
  forget(runId: RunId): void {
    if (this.#waiting.size > 0) this.#keep((waiting) => waiting.runId !== runId)
  }

  /** Asks again for what waits; the storage decides. */
  tick(): void {
    if (this.#waiting.size === 0) return
    this.#isAgain = true
    this.#asking ??= this.#askAll().finally(() => {
      this.#asking = undefined
    })
  }

  stop(): void {
    this.#stopListening()
    this.#waiting.clear()
  }

  async #askAll(): Promise<void> {
    while (this.#isAgain && this.#waiting.size > 0) {
      this.#isAgain = false
      // What is asked for in the same turn shares a transaction.
      await Promise.resolve()
      await this.#askOnce().catch(this.#options.report)
    }
  }

  async #askOnce(): Promise<void> {
    const { slots, clock } = this.#options
    const at = clock.now()
    // No more than could be given at the same time; and those who have what the first ones wait for.
    const asked = [...this.#waiting.values()].flatMap((pool) =>
      pool.filter((waiting, index) => index < Math.max(1, waiting.limit) || this.#holding.has(stepOf(waiting))),
    )
    const requests = asked.map(({ pool, limit, runId, epoch, stepKey, attempt }) => ({
      pool,
      limit,
      runId,
      epoch,
      stepKey,
      attempt,
      at,
    }))
    const results = await slots.acquireSlots(requests)
    const settled = new Set<Waiting>()
    const holders = new Map<string, readonly PoolSlot[]>()
    for (const [index, waiting] of asked.entries()) this.#settle(waiting, results[index], { settled, holders })
    const held = [...holders.values()].flat()
    this.#holders = new Set(held.map(({ runId }) => runId))
    this.#holding = new Set(held.map(stepOf))
    this.#keep((waiting) => !settled.has(waiting))
    this.#tell(holders)
    // Behind those that were given theirs others may have come to the front.
    if (settled.size > 0) this.#isAgain = true
  }

  #settle(
    waiting: Waiting,
    result: SlotResult | undefined,
    { settled, holders }: { readonly settled: Set<Waiting>; readonly holders: Map<string, readonly PoolSlot[]> },
  ): void {
    if (result === undefined) return
    if (result.kind === 'full') {
      holders.set(waiting.pool, result.holders)
      return
    }
    settled.add(waiting)
    // One whose run was forgotten meanwhile has nobody to start it; a refused one is told by its run's end.
    if (result.kind === 'granted' && this.#waiting.get(waiting.pool)?.includes(waiting)) waiting.onGiven()
  }

  #tell(holders: ReadonlyMap<string, readonly PoolSlot[]>): void {
    for (const [pool, held] of holders) {
      for (const waiting of this.#waiting.get(pool) ?? []) {
        if (waiting.isTold) continue
        waiting.isTold = true
        waiting.onWaiting(whyWaiting(waiting.limit, held))
      }
    }
  }

  #keep(isKept: (waiting: Waiting) => boolean): void {
    const kept = [...this.#waiting].map(([pool, all]) => [pool, all.filter(isKept)] as const)
    this.#waiting = new Map(kept.filter(([, all]) => all.length > 0))
  }
}

const stepOf = ({ runId, stepKey }: Pick<PoolSlot, 'runId' | 'stepKey'>): string => `${runId}/${stepKey}`

function whyWaiting(limit: number, held: readonly PoolSlot[]): string {
  if (limit === 0) return 'its limit is 0, so that nothing runs.'
  const names = held.slice(0, NAMED_HOLDERS).map(({ stepKey, runId }) => `"${stepKey}" of run ${runId}`)
  const more = held.length > NAMED_HOLDERS ? ` and ${held.length - NAMED_HOLDERS} more` : ''
  return `all ${limit} are held, by ${names.join(', ')}${more}.`
}
