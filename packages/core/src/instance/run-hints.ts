import type { RunNews } from '../launch/launch-environment.ts'

export type RunListener = (runId: string, what: RunNews) => void

/**
 * Wakes those who wait for news of runs. Only a hint: it may come late, twice, or never (from another process), so every
 * waiter also looks again after a while.
 */
export interface RunHints {
  /** Something of this run was written. */
  notify(runId: string, what?: RunNews): void
  /** `runId` null listens to every run. Returns how to stop. */
  listen(runId: string | null, listener: RunListener): () => void
}

export function runHints(): RunHints {
  const everyRun = new Set<RunListener>()
  const byRun = new Map<string, Set<RunListener>>()
  return {
    notify(runId, what = 'changed') {
      for (const listener of byRun.get(runId) ?? []) listener(runId, what)
      for (const listener of everyRun) listener(runId, what)
    },
    listen(runId, listener) {
      const listeners = runId === null ? everyRun : (byRun.get(runId) ?? new Set())
      listeners.add(listener)
      if (runId !== null) byRun.set(runId, listeners)
      return () => {
        listeners.delete(listener)
        if (runId !== null && listeners.size === 0) byRun.delete(runId)
      }
    },
  }
}
