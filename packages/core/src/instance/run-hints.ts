/**
 * Wakes those who wait for news of runs. Only a hint: it may come late, twice, or never (from another process), so every
 * waiter also looks again after a while.
 */
export interface RunHints {
  /** Something of this run was written. */
  notify(runId: string): void
  /** `runId` null listens to every run. Returns how to stop. */
  listen(runId: string | null, listener: (runId: string) => void): () => void
}

export function runHints(): RunHints {
  const everyRun = new Set<(runId: string) => void>()
  const byRun = new Map<string, Set<(runId: string) => void>>()
  return {
    notify(runId) {
      for (const listener of byRun.get(runId) ?? []) listener(runId)
      for (const listener of everyRun) listener(runId)
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
