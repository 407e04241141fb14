import type { Api } from '../api/client.ts'
import { EventCountsDocument, type EventsFilter, EventsPageDocument, EventTailDocument } from '../generated/graphql.ts'
import type { EventSource } from './event-log.ts'

const PAGE_SIZE = 500

export function eventSource(
  { uncached, connection }: Api,
  asked: { readonly runId: string; readonly filter: EventsFilter; readonly isFinished: () => boolean },
): EventSource {
  const { runId, filter, isFinished } = asked
  return {
    async loadPage({ cursor, reverse }) {
      const { data, error } = await uncached
        .query(EventsPageDocument, { runId, cursor, filter, reverse, limit: PAGE_SIZE })
        .toPromise()
      if (error) throw error
      if (data?.logsForRun.__typename !== 'EventConnection') throw new Error('This run does not exist.')
      return data.logsForRun
    },
    async countEvents() {
      const { data, error } = await uncached.query(EventCountsDocument, { runId, filter }).toPromise()
      if (error || !data) throw error ?? new Error('The events could not be counted.')
      return data.eventCountsForRun.total
    },
    follow(resumeFrom, onEvents) {
      if (isFinished()) return false
      const messages = uncached.subscription(EventTailDocument, { runId, cursor: resumeFrom(), filter }, { resumeFrom })
      return messages.subscribe(({ data }) => {
        if (data && data.runLogs.events.length > 0) onEvents(data.runLogs.events)
      }).unsubscribe
    },
    onCatchUp: connection.onCatchUp,
  }
}
