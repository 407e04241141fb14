import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useApi } from '../api/api-context.ts'
import type { RunHeaderFragment } from '../generated/graphql.ts'
import type { ChangeRunSearch } from '../run/run-page.tsx'
import { eventsFilter, type RunSearch } from '../run/run-search.ts'
import { isFinishedRun } from '../status/status-words.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Empty, Loading } from '../ui/states.tsx'
import { EventFilters } from './event-filters.tsx'
import { EventGrid } from './event-grid.tsx'
import { eventLog } from './event-log.ts'
import { eventSource } from './event-source.ts'
import { rowCount } from './event-window.ts'
import styles from './events-panel.module.css'
import { useAnnouncement } from './use-announcement.ts'

interface EventsPanelProps {
  readonly run: RunHeaderFragment
  readonly search: RunSearch
  readonly onChange: ChangeRunSearch
}

/** The structured log of a run: filtered by the server, followed while the run goes on. */
export function EventsPanel({ run, search, onChange }: EventsPanelProps) {
  const api = useApi()
  const filterKey = JSON.stringify(eventsFilter(search))
  const finished = useRef(false)
  finished.current = isFinishedRun(run.status)
  const log = useMemo(
    () => eventLog(eventSource(api, { runId: run.id, filter: JSON.parse(filterKey), isFinished: () => finished.current })),
    [api, run.id, filterKey],
  )
  useEffect(() => log.start(), [log])
  const { window, opened, problem } = useSyncExternalStore(log.state.subscribe, log.state.get)
  const rows = rowCount(window)
  const announcement = useAnnouncement(opened && !finished.current ? rows : undefined)
  return (
    <div className={styles.panel}>
      <EventFilters run={run} search={search} onChange={onChange} shown={opened ? rows : undefined} />
      {problem && <Notice kind="error" title={`The events could not be read: ${problem}`} />}
      {!opened && !problem && <Loading rows={6} what="events" />}
      {opened && rows === 0 && <NoEvents search={search} onChange={onChange} />}
      {opened && rows > 0 && (
        <EventGrid
          key={filterKey}
          log={log}
          window={window}
          runId={run.id}
          startedAt={run.createdAt}
          openSeq={search.event}
          onOpen={(event) => onChange({ event })}
          onStep={(step) => onChange({ step })}
          live={!isFinishedRun(run.status)}
          placeOf={(seq) => (filterKey === '{}' ? seq - 1 : undefined)}
        />
      )}
      <span className="visually-hidden" aria-live="polite">
        {announcement}
      </span>
    </div>
  )
}

function NoEvents({ search, onChange }: Omit<EventsPanelProps, 'run'>) {
  const filtered = Object.keys(eventsFilter(search)).length > 0
  if (!filtered) return <Empty title="No events yet." />
  return (
    <Empty title="No event matches this filter.">
      <Button onPress={() => onChange({ level: undefined, type: undefined, q: undefined, step: undefined, attempt: undefined })}>
        Show all events
      </Button>
    </Empty>
  )
}
