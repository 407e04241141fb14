import { IN_PROGRESS_STATUSES, type Instance, isFinished, type Run } from '@pawl/core/plugin'
import type { RunsChanged } from '../generated/schema-types.ts'
import { news } from './news.ts'

const LOOK_AGAIN_MS = 2000
const BETWEEN_MESSAGES_MS = 250
const RUNS_LOOKED_AT = 100

type Looked = ReadonlyMap<string, Run>

/** Whatever is written of a run adds an event or raises the epoch. */
const isSame = (a: Run, b: Run): boolean => a.nextSeq === b.nextSeq && a.epoch === b.epoch && a.status === b.status

async function lookAtRuns({ runs }: Instance): Promise<Looked> {
  const [newest, running] = await Promise.all([
    runs.listRuns({ limit: RUNS_LOOKED_AT }),
    runs.listRuns({ filter: { statuses: ['QUEUED', ...IN_PROGRESS_STATUSES] }, limit: RUNS_LOOKED_AT }),
  ])
  return new Map([...running, ...newest].map((run) => [run.runId, run]))
}

/** A run that was in progress and is in neither list any more has ended, too: others are newer. */
function changesBetween(seen: Looked, now: Looked): readonly string[] {
  const other = [...now.values()].filter((run) => {
    const before = seen.get(run.runId)
    return before === undefined || !isSame(before, run)
  })
  const gone = [...seen.values()].filter((run) => !now.has(run.runId) && !isFinished(run.status))
  return [...other, ...gone].map(({ runId }) => runId)
}

/**
 * Ids of runs that have changed, gathered over a short while. Hints tell of this process; of other processes tells a look at
 * the newest runs and those in progress.
 */
export async function* watchRuns(instance: Instance, signal: AbortSignal): AsyncGenerator<RunsChanged, void, void> {
  const changed = new Set<string>()
  const wakeUps = news(instance.clock, signal)
  const stopListening = instance.hints.listen(null, (runId) => {
    changed.add(runId)
    wakeUps.tell()
  })
  try {
    for (let seen = await lookAtRuns(instance); !signal.aborted; ) {
      await wakeUps.wait(LOOK_AGAIN_MS)
      const now = await lookAtRuns(instance)
      for (const runId of changesBetween(seen, now)) changed.add(runId)
      seen = now
      if (changed.size === 0) continue
      const runIds = [...changed]
      changed.clear()
      yield { runIds }
      await instance.clock.sleep(BETWEEN_MESSAGES_MS, signal)
    }
  } finally {
    stopListening()
  }
}
