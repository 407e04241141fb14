import type { Run } from '@pawl/core/plugin'
import type { Progress } from '../progress/progress.ts'
import { findRun } from '../project/find-run.ts'
import { type FollowOptions, followRun } from './follow-run.ts'

export interface FollowGroupOptions extends FollowOptions {
  /** Told when a run has failed and another one is queued to retry it, which is followed next. */
  readonly onRetry: (failed: Run, retryRunId: string) => void
}

export interface FollowedGroup extends Progress {
  /** The run that was followed last. */
  readonly runId: string
}

/** Shows a run and its automatic retries, one after the other, until the last has ended, or until the signal aborts. */
export async function followGroup({ onRetry, ...options }: FollowGroupOptions): Promise<FollowedGroup> {
  for (let runId = options.runId; ; ) {
    const progress = await followRun({ ...options, runId })
    const run = await findRun(options.instance, runId)
    const retryRunId = run.tags['pawl/auto_retry_run_id']
    if (progress.end === undefined || retryRunId === undefined) return { ...progress, runId }
    onRetry(run, retryRunId)
    runId = retryRunId
  }
}
