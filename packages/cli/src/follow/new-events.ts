import { type Instance, isFinished, type Run, type StoredEvent } from '@pawl/core/plugin'
import { findRun } from '../project/find-run.ts'

export interface NewEvents {
  /** As it stood before these events were read, or later. */
  readonly run: Run
  readonly events: readonly StoredEvent[]
}

const AT_ONCE = 500
/** How often a run is looked at: another process may write it, and a live view moves on that often. */
const POLL_MS = 60

type Source = Pick<Instance, 'runs' | 'eventLog' | 'clock'>

/**
 * A run's events in order from its first, as they come, until it has ended; an empty batch every now and then. The run is read before its
 * events: one that had ended then writes no more. Ends early, without an error, when the signal aborts.
 */
export async function* newEvents(instance: Source, runId: string, signal: AbortSignal): AsyncGenerator<NewEvents, void, void> {
  for (let afterSeq = 0; !signal.aborted; ) {
    const run = await findRun(instance, runId)
    const events = await instance.eventLog.listEvents(runId, { afterSeq, limit: AT_ONCE })
    afterSeq = events.at(-1)?.seq ?? afterSeq
    yield { run, events }
    if (isFinished(run.status) && afterSeq >= run.nextSeq - 1) return
    if (events.length < AT_ONCE) await instance.clock.sleep(POLL_MS, signal)
  }
}
