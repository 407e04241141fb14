/** Time as an argument: production passes {@link systemClock}, tests and the simulation a virtual one. */
export interface Clock {
  /** UTC milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

// Timers hold a signed 32-bit number of milliseconds; a longer wait is slept in pieces.
const LONGEST_TIMER_MS = 2 ** 31 - 1

const sleepOnce = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = ms
    while (left > LONGEST_TIMER_MS && !signal?.aborted) {
      await sleepOnce(LONGEST_TIMER_MS, signal)
      left -= LONGEST_TIMER_MS
    }
    await sleepOnce(Math.max(0, left), signal)
  },
}
