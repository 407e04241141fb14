import type { Clock, Random } from '@pawl/core/plugin'
import { isBusy, storageBusy, storageError } from './sqlite-error.ts'

export interface TurnOptions {
  /** For messages. */
  readonly path: string
  /** How long one operation may wait for other processes, in milliseconds. */
  readonly busyDeadlineMs: number
  readonly clock: Clock
  readonly random: Random
}

const LONGEST_PAUSE_MS = 40

/**
 * Runs a whole transaction until it is not in another process's way. SQLite itself waits only a few milliseconds, since
 * its waiting blocks the event loop; the rest is waited here, with pauses drawn at random so that processes do not keep
 * meeting. Throws STORAGE_BUSY after the deadline, and errors of SQLite as framework errors that name the database.
 */
export async function untilFree<Result>(options: TurnOptions, work: () => Result | Promise<Result>): Promise<Result> {
  let startedAt: number | undefined
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error)) throw storageError(options.path, error)
      startedAt ??= options.clock.now()
      const waitedMs = options.clock.now() - startedAt
      if (waitedMs >= options.busyDeadlineMs) throw storageBusy(options.path, waitedMs, error)
    }
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 2 ** tries) * options.random()
    await options.clock.sleep(pauseMs)
  }
}

/** Lets one piece of work run at a time, in the order of the calls. */
export interface Turns {
  take<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when all work taken so far has ended. */
  idle(): Promise<void>
}

/**
 * A transaction that meets a lock is tried again later; one called after it must not overtake it, or a run's second batch
 * would be written before its first.
 */
export function inTurn(): Turns {
  let last: Promise<void> | undefined
  return {
    take(work) {
      const result = last === undefined ? work() : last.then(work)
      const ended = result.then(
        () => {},
        () => {},
      )
      last = ended
      void ended.then(() => {
        if (last === ended) last = undefined
      })
      return result
    },
    idle: () => last ?? Promise.resolve(),
  }
}
