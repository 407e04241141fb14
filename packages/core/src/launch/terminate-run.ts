import { eventVersion } from '../event/upcast.ts'
import { runChanges } from '../run/fold-run.ts'
import type { Run } from '../run/run.ts'
import { isFinished } from '../run/run-status.ts'
import type { RunWrite } from '../storage/run-storage.ts'
import { endOfCanceled } from './finish-run.ts'
import type { LaunchEnvironment } from './launch-environment.ts'
import type { NotificationSubscription } from './notifications.ts'

export type TerminateOutcome =
  /** It never started, and never will. */
  | { readonly kind: 'canceled'; readonly run: Run }
  /** Its worker has been asked to stop; the run ends when it has. */
  | { readonly kind: 'canceling'; readonly run: Run }
  | { readonly kind: 'already-finished'; readonly run: Run; readonly message: string }
  | { readonly kind: 'unknown-run'; readonly runId: string; readonly message: string }

export const unknownRunMessage = (runId: string): string => `There is no run ${runId}: it was deleted or never existed.`

function cancelQueued(run: Run, now: number, subscriptions: readonly NotificationSubscription[]): RunWrite {
  const end = { at: now, message: 'A user canceled it before it started.', subscriptions }
  return {
    runId: run.runId,
    guard: { kind: 'status', statuses: ['QUEUED'] },
    events: [],
    also: (locked) => endOfCanceled(locked, end),
  }
}

/** One that is being stopped for another reason might be retried for that: what a person cancels is not. */
function askToStop(run: Run, now: number): RunWrite {
  const event = {
    type: 'RUN_CANCELING',
    v: eventVersion('RUN_CANCELING'),
    at: now,
    payload: { cause: 'user' },
  } as const
  const change = runChanges([event])
  return {
    runId: run.runId,
    guard: { kind: 'status', statuses: run.status === 'CANCELING' ? ['CANCELING'] : ['STARTING', 'STARTED'] },
    events: [event],
    ...(change === undefined ? {} : { change }),
  }
}

function ended(run: Run, wrote: boolean): TerminateOutcome {
  if (wrote) return { kind: run.status === 'CANCELED' ? 'canceled' : 'canceling', run }
  return { kind: 'already-finished', run, message: `Run ${run.runId} has already ended: ${run.status}.` }
}

/**
 * Cancels a queued run at once and asks one in progress to stop. A guard that finds the run further on than it was read
 * refuses the write; then the run is read again. Statuses only go forward, so this ends.
 */
export async function terminateRun(
  { clock, runs, hints, subscriptionsOf }: Pick<LaunchEnvironment, 'clock' | 'runs' | 'hints' | 'subscriptionsOf'>,
  runId: string,
): Promise<TerminateOutcome> {
  for (let wrote = false; ; ) {
    const run = await runs.getRun(runId)
    if (run === undefined) return { kind: 'unknown-run', runId, message: unknownRunMessage(runId) }
    if (isFinished(run.status)) return ended(run, wrote)
    if (run.status === 'CANCELING' && run.cancelCause === 'user') return { kind: 'canceling', run }
    const now = clock.now()
    const isQueued = run.status === 'QUEUED'
    const [result] = await runs.write([isQueued ? cancelQueued(run, now, subscriptionsOf(run)) : askToStop(run, now)])
    wrote = result?.kind === 'written'
    if (wrote) hints.notify(runId, isQueued ? 'ended' : 'changed')
  }
}
