import { Link } from '@tanstack/react-router'
import { shortId } from '../format/amount.ts'
import { countdown } from '../format/duration.ts'
import { formatTimeOfDay } from '../format/time.ts'
import type { RunHeaderFragment } from '../generated/graphql.ts'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import type { RUN_STATUS_WORDS } from '../status/status-words.ts'
import { useNow } from '../ui/use-now.ts'
import { aroundRunId, delayLeftMs } from './group-words.ts'
import type { RunGroup } from './use-run-group.ts'

/** Whether the run is retried automatically, as which run and when; or why not. */
export function RetryDecision({ run, group }: { readonly run: RunHeaderFragment; readonly group: RunGroup | undefined }) {
  const { retryDecision, autoRetryRunId } = run
  const retry = group?.runs.find(({ id }) => id === autoRetryRunId)
  const now = useNow(retry?.status === 'QUEUED' ? 500 : 0)
  const style = timeStyle(usePreferences())
  if (retryDecision === null) return null
  const around = aroundRunId(retryDecision, autoRetryRunId)
  if (around === undefined || autoRetryRunId === null) return <p>{retryDecision}</p>
  const left = retry && delayLeftMs(retry, now)
  return (
    <p>
      {around[0]}
      <Link to="/runs/$id" params={{ id: autoRetryRunId }}>
        <code>{shortId(autoRetryRunId)}</code>
      </Link>
      {around[1]}{' '}
      {retry && left !== undefined && retry.notBefore !== null && (
        <strong>
          It starts in {countdown(left)}, at {formatTimeOfDay(retry.notBefore, style)}.
        </strong>
      )}
      {retry && left === undefined && `It ${STATE_WORDS[retry.status]}.`}
    </p>
  )
}

const STATE_WORDS: Readonly<Record<keyof typeof RUN_STATUS_WORDS, string>> = {
  QUEUED: 'waits in the queue',
  STARTING: 'is starting',
  STARTED: 'is running',
  CANCELING: 'is being stopped',
  SUCCESS: 'has succeeded',
  FAILURE: 'has failed',
  CANCELED: 'was canceled',
}
