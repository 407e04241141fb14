import type { Progress } from '@pawl/cli'
import { type FollowOptions, followRun } from './follow-run.ts'
import { getResult, type ReportResult } from './report-run.ts'

export interface FollowGroupOptions extends FollowOptions {
  /** Told of each run that has ended, before the run that retries it, if any, is followed. */
  readonly onEnd: (ended: EndedRun) => void
}

export interface EndedRun {
  readonly runId: string
  readonly progress: Progress
  readonly result: ReportResult
}

/** Shows a run and the runs that automatically retry it, until the last has ended. Rejects with an AbortError when the signal aborts. */
export async function followGroup({ onEnd, ...options }: FollowGroupOptions): Promise<EndedRun> {
  for (let runId = options.runId; ; ) {
    const progress = await followRun({ ...options, runId })
    const ended: EndedRun = { runId, progress, result: await getResult(options.client, runId) }
    onEnd(ended)
    const { retryRunId } = ended.result
    if (retryRunId === undefined) return ended
    runId = retryRunId
  }
}
