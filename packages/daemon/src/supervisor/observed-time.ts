import type { Clock } from '@pawl/core/plugin'

/** A longer gap between two looks counts as this much. */
const LONGEST_GAP_MS = 1_000

/**
 * Milliseconds as whoever enforces deadlines has seen them pass. When it was not looking (the machine slept, the process got no time, the
 * clock was set forward) nobody else had that time to use either, so it does not count against them; a clock set back counts as standing.
 */
export class ObservedTime {
  readonly #clock: Pick<Clock, 'now'>
  #lastLook: number
  #passed = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
    this.#lastLook = clock.now()
  }

  /** Milliseconds since the beginning; every call is a look. */
  now(): number {
    const now = this.#clock.now()
    this.#passed += Math.min(Math.max(0, now - this.#lastLook), LONGEST_GAP_MS)
    this.#lastLook = now
    return this.#passed
  }
}
