import type { Run } from '../run/run.ts'
import { isFinished } from '../run/run-status.ts'
import type { EventLog } from '../storage/event-log.ts'

/** The word on a retry stands right before the final event; both are written together. */
const LAST_EVENTS = 2

/** In one sentence why a run that has ended is retried automatically, or why not; null where there was nothing to decide. */
export async function retryDecisionOf(eventLog: Pick<EventLog, 'listEvents'>, run: Run): Promise<string | null> {
  if (!isFinished(run.status) || run.status === 'SUCCESS') return null
  const afterSeq = Math.max(0, run.nextSeq - 1 - LAST_EVENTS)
  const [event] = await eventLog.listEvents(run.runId, { afterSeq, limit: LAST_EVENTS })
  if (event === undefined || 'unknown' in event || event.type !== 'ENGINE_EVENT') return null
  return event.payload.about === 'run-retry' ? event.payload.message : null
}
