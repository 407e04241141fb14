import { useUncached } from '../api/use-uncached.ts'
import { formatAbsolute } from '../format/time.ts'
import { EventDetailsDocument } from '../generated/graphql.ts'
import { ErrorText } from '../metadata/error-text.tsx'
import { MetadataList } from '../metadata/metadata-list.tsx'
import { timeStyle, usePreferences } from '../settings/preferences.ts'
import { CopyButton } from '../ui/copy-id.tsx'
import { Loading, RequestError } from '../ui/states.tsx'
import type { SlimEvent } from './event-columns.ts'
import styles from './event-details.module.css'

/** Everything an event holds; fetched when it is opened. */
export function EventDetails({ runId, event }: { readonly runId: string; readonly event: SlimEvent }) {
  const style = timeStyle(usePreferences())
  const { data, error, refresh } = useUncached(EventDetailsDocument, { runId, cursor: String(event.seq - 1) }, '')
  const details = data?.logsForRun.__typename === 'EventConnection' ? data.logsForRun.events[0] : undefined
  const payload = JSON.stringify(details?.payload, null, 2)
  return (
    <div className={styles.details} data-details="">
      <p className={styles.message}>{event.message}</p>
      <p className={styles.facts}>
        Event {event.seq} · {event.eventType} · {formatAbsolute(event.at, style)}
        {event.attempt !== null && ` · attempt ${event.attempt}`}{' '}
        <CopyButton text={`${location.origin}/runs/${runId}?event=${event.seq}`} label="Copy a link to this event" />
      </p>
      {error && <RequestError error={error} what="the event" retry={refresh} />}
      {!details && !error && <Loading rows={2} what="the event" />}
      {details?.error && <ErrorText error={details.error} />}
      {details && <MetadataList entries={details.metadata} />}
      {details && payload !== '{}' && (
        <details open={!details.error && details.metadata.length === 0}>
          <summary>Fields</summary>
          <pre className={styles.payload}>{payload}</pre>
        </details>
      )}
    </div>
  )
}
