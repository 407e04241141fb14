import { formatDuration } from '../format/duration.ts'
import { formatAbsolute, formatRelative } from '../format/time.ts'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import { type RunTimes, runDurationMs } from '../status/run-times.ts'
import { isFinishedRun } from '../status/status-words.ts'
import { useNow } from './use-now.ts'

/** How long ago, with the whole date under the pointer. */
export function When({ at }: { readonly at: number }) {
  const style = timeStyle(usePreferences())
  const now = useNow(10_000)
  return (
    <time dateTime={new Date(at).toISOString()} title={formatAbsolute(at, style)}>
      {formatRelative(at, Math.max(now, at), style)}
    </time>
  )
}

/** How long a run has worked; counts on while it does. */
export function RunDuration({ run }: { readonly run: RunTimes }) {
  const now = useNow(isFinishedRun(run.status) || run.startedAt === null ? 0 : 1000)
  const durationMs = runDurationMs(run, now)
  return <span>{durationMs === null ? '–' : formatDuration(durationMs)}</span>
}
