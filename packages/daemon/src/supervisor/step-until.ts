import type { Clock } from '@pawl/core/plugin'

export interface Stepping {
  readonly clock: Clock
  /** Between two steps; milliseconds. */
  readonly everyMs: number
  /** In all; milliseconds. */
  readonly longestMs: number
  readonly report: (error: unknown) => void
}

/** Takes a step again and again until it is done, or for so long. A step that fails is reported, and taken again. */
export async function stepUntil(isDone: () => boolean, step: () => Promise<unknown>, stepping: Stepping): Promise<void> {
  const { clock, everyMs, longestMs, report } = stepping
  const over = new AbortController()
  const stepOn = async (): Promise<void> => {
    while (!isDone() && !over.signal.aborted) {
      await step().catch(report)
      if (!isDone()) await clock.sleep(everyMs)
    }
  }
  await Promise.race([stepOn(), clock.sleep(longestMs, over.signal)])
  over.abort()
}
