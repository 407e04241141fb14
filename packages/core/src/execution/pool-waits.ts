import { describeDuration } from '../event/describe-event.ts'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent } from '../event/run-event.ts'
import type { Clock } from '../foundation/clock.ts'
import type { Unit } from './step-state.ts'

/** An attempt that may not start before it has a slot of its pool. */
export interface PoolRequest {
  readonly pool: string
  readonly stepKey: string
  readonly attempt: number
}

/** Gives out slots of step pools, across runs. The slot is held until the attempt's end, or the run's, is in the log. */
export interface StepPools {
  /** Resolves when the attempt may start; never where the run ends first. `onWaiting` is told why it has to wait, if it has to. */
  acquire(request: PoolRequest, onWaiting: (why: string) => void): Promise<void>
}

export interface PoolWaitsOptions {
  readonly pools: StepPools
  /** Requests of one pool that are under way at most: of thousands of copies of a step, the others ask when these have been given theirs. */
  readonly mostAsked: number
  readonly clock: Clock
  readonly push: (event: RunEvent) => void
  /** A step has been given its slot. */
  readonly onGranted: () => void
  readonly onError: (error: unknown) => void
}

interface Queue {
  asked: number
  readonly parked: Unit[]
}

/** Steps that are ready but for a slot of their pool. They wait beside the run's own concurrency and hold nothing of it. */
export class PoolWaits {
  readonly #options: PoolWaitsOptions
  readonly #queues: Map<string, Queue> = new Map()
  readonly #granted: Unit[] = []

  constructor(options: PoolWaitsOptions) {
    this.#options = options
  }

  ask(unit: Unit, pool: string): void {
    const queue = this.#queues.get(pool) ?? { asked: 0, parked: [] }
    this.#queues.set(pool, queue)
    if (queue.asked >= this.#options.mostAsked) queue.parked.push(unit)
    else void this.#acquire(unit, pool, queue).catch(this.#options.onError)
  }

  /** A step that has its slot, in the order in which they were given. */
  takeGranted(): Unit | undefined {
    return this.#granted.shift()
  }

  async #acquire(unit: Unit, pool: string, queue: Queue): Promise<void> {
    const { pools, clock, onGranted } = this.#options
    const askedAt = clock.now()
    let hasWaited = false
    queue.asked++
    await pools.acquire({ pool, stepKey: unit.key, attempt: unit.attempts }, (why) => {
      hasWaited = true
      this.#tell(unit, `Step "${unit.key}" waits for a slot of pool "${pool}": ${why}`)
    })
    if (hasWaited)
      this.#tell(unit, `Step "${unit.key}" got a slot of pool "${pool}" after ${describeDuration(clock.now() - askedAt)}.`)
    queue.asked--
    this.#granted.push(unit)
    const next = queue.parked.shift()
    if (next !== undefined) this.ask(next, pool)
    onGranted()
  }

  #tell(unit: Unit, message: string): void {
    const { push, clock } = this.#options
    const payload = { level: 'info', message } as const
    push(newEvent('ENGINE_EVENT', { at: clock.now(), stepKey: unit.key, attempt: unit.attempts, payload }))
  }
}
