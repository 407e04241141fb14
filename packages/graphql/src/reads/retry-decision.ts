import { type EventLog, isFinished, type Run } from '@pawl/core/plugin'

/** Null where there was nothing to decide. */
export function willRetry(run: Run): boolean | null {
  const tag = run.tags['pawl/will_retry']
  return tag === undefined ? null : tag === 'true'
}

/** The word on a retry stands right before the final event; both are written together. */
const LAST_EVENTS = 2

/** Why a run that has ended is retried, or why not. */
export async function fetchRetryDecision(eventLog: EventLog, run: Run): Promise<string | null> {
  if (!isFinished(run.status) || run.status === 'SUCCESS') return null
  const afterSeq = Math.max(0, run.nextSeq - 1 - LAST_EVENTS)
  const [event] = await eventLog.listEvents(run.runId, { afterSeq, limit: LAST_EVENTS })
  if (event === undefined || 'unknown' in event || event.type !== 'ENGINE_EVENT') return null
  return event.payload.about === 'run-retry' ? event.payload.message : null
}
