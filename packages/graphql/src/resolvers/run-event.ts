import { eventLevel } from '@pawl/core/plugin'
import type { RunEventResolvers, RunLogsMessageResolvers } from '../generated/schema-types.ts'
import { eventCursor } from '../input/cursors.ts'
import { eventError, eventMessage, eventMetadata, eventPayload } from '../output/event-fields.ts'
import { startedSteps } from '../steps/named-steps.ts'
import type { Complete } from './complete.ts'

export const RunEvent: Complete<RunEventResolvers> = {
  seq: (event) => event.seq,
  cursor: (event) => eventCursor(event.seq),
  eventType: (event) => event.type,
  at: (event) => event.at,
  level: (event) => eventLevel(event),
  message: (event, _args, { shownText }) => eventMessage(event, shownText),
  stepKey: (event) => event.stepKey ?? null,
  attempt: (event) => event.attempt ?? null,
  error: (event, _args, { shownText }) => eventError(event, shownText),
  metadata: (event) => eventMetadata(event),
  payload: (event, _args, { shownText }) => eventPayload(event, shownText),
}

export const RunLogsMessage: Complete<RunLogsMessageResolvers> = {
  events: (message) => message.events,
  cursor: (message) => message.cursor,
  run: (message) => message.run,
  steps: ({ run, events }, _args, { instance, plans }) =>
    startedSteps({ run, plans, runs: instance.runs }, [...new Set(events.flatMap(({ stepKey }) => stepKey ?? []))]),
  done: (message) => message.done,
}
