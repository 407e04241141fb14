import type { EventLog, RunId } from '@pawl/core/plugin'

const PAGE = 500

/** Whether the log says that a step of the run has failed for good: then it is not retried, whatever ends it. */
export async function hasFailedForGood(eventLog: EventLog, runId: RunId): Promise<boolean> {
  for (let afterSeq = 0; ; ) {
    const page = await eventLog.listEvents(runId, { afterSeq, limit: PAGE, filter: { types: ['STEP_FAILURE'] } })
    if (page.some((event) => !('unknown' in event) && event.type === 'STEP_FAILURE' && event.payload.permanent)) return true
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return false
    afterSeq = last.seq
  }
}
