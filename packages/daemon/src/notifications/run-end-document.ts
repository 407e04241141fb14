import type { EndedRunInfo, NotifiedEnd, RunFailureContext } from '@pawl/core/plugin'
import type { EndedRun } from './ended-run.ts'

type Nullable<T> = { readonly [K in keyof T]: T[K] | null }

/** What is told of a run's end, to handlers and to webhooks: the context of `onRunFailure`, with nulls for what only a failure has. */
export interface RunEndDocument
  extends Omit<RunFailureContext, 'reason' | 'message'>,
    Nullable<Pick<RunFailureContext, 'reason' | 'message'>> {
  readonly event: `run.${NotifiedEnd}`
}

export interface DocumentOptions {
  readonly deliveryId: string
  readonly end: NotifiedEnd
  readonly willRetry: boolean
  /** Of the launchpad; null where none is known. */
  readonly launchpadUrl: string | null
}

function runInfo({ run }: EndedRun): EndedRunInfo {
  const { runId, locationName, jobName, status, tags, rootRunId, parentRunId, retryNumber } = run
  const { createdAt, startedAt, endedAt } = run
  return {
    ...{ runId, locationName, jobName, tags, rootRunId, parentRunId, retryNumber, createdAt, startedAt },
    status: status as EndedRunInfo['status'],
    endedAt: endedAt ?? createdAt,
  }
}

const linkOf = (launchpadUrl: string | null, runId: string): string | null =>
  launchpadUrl === null ? null : `${launchpadUrl.replace(/\/+$/, '')}/runs/${runId}`

export function runEndDocument(ended: EndedRun, { deliveryId, end, willRetry, launchpadUrl }: DocumentOptions): RunEndDocument {
  const { run, reason, message, failedStep, error } = ended
  return {
    deliveryId,
    event: `run.${end}`,
    run: runInfo(ended),
    job: { name: run.jobName, locationName: run.locationName },
    ...{ reason, message, failedStep, error, willRetry },
    link: linkOf(launchpadUrl, run.runId),
  }
}
