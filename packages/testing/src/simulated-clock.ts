import type { Clock } from '@pawl/core/plugin'

/** A {@link Clock} whose time moves only when a test moves it. Sleepers wake in the order of their times, then of their calls. */
export interface SimulatedClock extends Clock {
  /** How many sleeps have not ended yet. */
  readonly sleeping: number
  /** Lets `ms` milliseconds pass; whoever a sleeper's waking sends to sleep again wakes too, if that time comes within them. */
  advance(ms: number): Promise<void>
  /** Goes to the time of the next sleeper and wakes it; false when nobody sleeps. */
  advanceToNext(): Promise<boolean>
  /**
   * Moves time on, from sleeper to sleeper, until the promise settles, and gives its result.
   * Throws when `limitMs` simulated milliseconds (a year) were not enough.
   */
  runUntil<T>(promise: PromiseLike<T>, limitMs?: number): Promise<T>
}

interface Sleeper {
  readonly wakeAt: number
  readonly wake: () => void
}

const YEAR_MS = 365 * 24 * 3600 * 1000

// Every promise reaction that is ready runs before an immediate does; what waits for real I/O is not waited for.
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function simulatedClock(startAt: number = Date.UTC(2026, 0, 1)): SimulatedClock {
  let now = startAt
  const sleepers = new Set<Sleeper>()

  const nextSleeper = (): Sleeper | undefined => {
    let next: Sleeper | undefined
    for (const sleeper of sleepers) if (next === undefined || sleeper.wakeAt < next.wakeAt) next = sleeper
    return next
  }

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const wake = (): void => {
        sleepers.delete(sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper: Sleeper = { wakeAt: now + Math.max(0, ms), wake }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', wake, { once: true })
    })

  const advanceTo = async (time: number): Promise<void> => {
    await settle()
    for (let next = nextSleeper(); next !== undefined && next.wakeAt <= time; next = nextSleeper()) {
      now = Math.max(now, next.wakeAt)
      next.wake()
      await settle()
    }
    now = Math.max(now, time)
  }

  const advanceToNext = async (): Promise<boolean> => {
    await settle()
    const next = nextSleeper()
    if (next === undefined) return false
    now = Math.max(now, next.wakeAt)
    next.wake()
    await settle()
    return true
  }

  return {
    now: () => now,
    sleep,
    get sleeping() {
      return sleepers.size
    },
    advance: (ms) => advanceTo(now + ms),
    advanceToNext,
    async runUntil(promise, limitMs = YEAR_MS) {
      const deadline = now + limitMs
      let settled = false
      const done = (): void => {
        settled = true
      }
      promise.then(done, done)
      await settle()
      while (!settled) {
        if (now > deadline) throw new Error(`The promise had not settled after ${limitMs} simulated milliseconds.`)
        // Nobody sleeps, so the promise waits for something real.
        if (!(await advanceToNext())) await new Promise((resolve) => setTimeout(resolve, 1))
      }
      return promise
    },
  }
}
