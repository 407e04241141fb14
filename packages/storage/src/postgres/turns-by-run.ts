/** Lets work on different runs go side by side, and work on one run only in the order of the calls. */
export interface TurnsByRun {
  take<Result>(runIds: readonly string[], work: () => Promise<Result>): Promise<Result>
}

/** Each call waits for what was called before it on one of its runs, or a run's second batch might overtake its first. */
export function turnsByRun(): TurnsByRun {
  const last = new Map<string, Promise<void>>()
  return {
    take(runIds, work) {
      const before = new Set(runIds.flatMap((runId) => last.get(runId) ?? []))
      const result = before.size === 0 ? work() : Promise.all(before).then(work)
      const ended = result.then(
        () => {},
        () => {},
      )
      for (const runId of runIds) last.set(runId, ended)
      void ended.then(() => {
        for (const runId of runIds) if (last.get(runId) === ended) last.delete(runId)
      })
      return result
    },
  }
}
