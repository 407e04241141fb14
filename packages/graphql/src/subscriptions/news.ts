import type { Clock } from '@pawl/core/plugin'

/** Wakes a loop that looks again and again: at once when there is news, and after a while in any case. */
export interface News {
  /** Something may have changed. What comes while nobody waits is remembered. */
  tell(): void
  /** Resolves at the next news, after `longestMs`, or when the signal has aborted. */
  wait(longestMs: number): Promise<void>
}

export function news(clock: Clock, signal: AbortSignal): News {
  let isNew = false
  let wake = new AbortController()
  const tell = (): void => {
    isNew = true
    wake.abort()
  }
  signal.addEventListener('abort', tell, { once: true })
  return {
    tell,
    async wait(longestMs) {
      if (!isNew) await clock.sleep(longestMs, wake.signal)
      isNew = signal.aborted
      wake = new AbortController()
    },
  }
}
