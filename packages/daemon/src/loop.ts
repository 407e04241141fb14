import type { Clock } from '@pawl/core/plugin'

export interface LoopOptions {
  readonly clock: Clock
  /** At least this often, even when nobody wakes it: a wake-up can be lost. */
  readonly everyMs: number
  readonly step: () => Promise<unknown>
  readonly report: (error: unknown) => void
}

export interface Loop {
  /** Takes a step as soon as the one that may be under way has ended. */
  wake(): void
  /** Wakes it at this time, UTC milliseconds, in this process's life; only a hint, like any other. */
  wakeAt(time: number): void
  /** Resolves when the last step has ended; the same promise for every caller. */
  stop(): Promise<void>
}

/** Repeats a step until it is stopped; a step that fails is reported and the next one comes. */
export function startLoop({ clock, everyMs, step, report }: LoopOptions): Loop {
  const stopped = new AbortController()
  let nap = new AbortController()
  let isWoken = false

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      isWoken = false
      await step().catch(report)
      if (isWoken || stopped.signal.aborted) continue
      nap = new AbortController()
      await clock.sleep(everyMs, nap.signal)
    }
  }
  const running = run()
  const wake = (): void => {
    isWoken = true
    nap.abort('woken')
  }
  return {
    wake,
    wakeAt(time) {
      // A timer may fire a moment early, and whoever looks too early waits for the next look.
      void clock.sleep(time - clock.now() + 1, stopped.signal).then(wake)
    },
    stop() {
      stopped.abort()
      nap.abort('stopped')
      return running
    },
  }
}
