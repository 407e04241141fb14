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
  /** It had failed, and the run that was to retry it never starts. */
  | { readonly kind: 'retry-canceled'; readonly run: Run; readonly retryRun: Run; readonly message: string }
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

type Environment = Pick<LaunchEnvironment, 'clock' | 'runs' | 'hints' | 'subscriptionsOf'>

const alreadyFinished = (run: Run, retryRun: Run | undefined): TerminateOutcome => {
  const message = `Run ${run.runId} has already ended: ${run.status}.`
  if (retryRun === undefined || isFinished(retryRun.status)) return { kind: 'already-finished', run, message }
  const { runId, status } = retryRun
  const retry = `Its automatic retry, run ${runId}, is ${status}`
  const isCanceled = status === 'CANCELING' && retryRun.cancelCause === 'user'
  const wayOut = isCanceled ? '.' : `; to cancel that, terminate run ${runId} ("pawl run terminate ${runId}").`
  return { kind: 'already-finished', run, message: `${message} ${retry}${wayOut}` }
}

/**
 * Who cancels a run that has just failed means that it shall not go on: its retry is canceled too as long as it has not started. One
 * that has may be well past what the person saw; of that they are told.
 */
async function cancelRetryOf(run: Run, { clock, runs, hints, subscriptionsOf }: Environment): Promise<TerminateOutcome> {
  for (let last = run; ; ) {
    const retryRunId = last.tags['pawl/auto_retry_run_id']
    const retryRun = retryRunId === undefined ? undefined : await runs.getRun(retryRunId)
    if (retryRun === undefined) return alreadyFinished(run, undefined)
    if (isFinished(retryRun.status)) last = retryRun
    else if (retryRun.status !== 'QUEUED') return alreadyFinished(run, retryRun)
    else {
      const [result] = await runs.write([cancelQueued(retryRun, clock.now(), subscriptionsOf(retryRun))])
      // Otherwise it has gone on and is read again.
      if (result?.kind !== 'written') continue
      hints.notify(retryRun.runId, 'ended')
      const message = `Run ${run.runId} had already failed; its retry, run ${retryRun.runId}, was canceled before it started.`
      return { kind: 'retry-canceled', run, retryRun: (await runs.getRun(retryRun.runId)) ?? retryRun, message }
    }
  }
}

/**
 * Cancels a queued run at once and asks one in progress to stop; of one that has failed, the retry that is still queued. A guard that
 * finds the run further on than it was read refuses the write; then the run is read again. Statuses only go forward, so this ends.
 */
export async function terminateRun(environment: Environment, runId: string): Promise<TerminateOutcome> {
  const { clock, runs, hints, subscriptionsOf } = environment
  for (let wrote = false; ; ) {
    const run = await runs.getRun(runId)
    if (run === undefined) return { kind: 'unknown-run', runId, message: unknownRunMessage(runId) }
    if (isFinished(run.status) && wrote) return { kind: run.status === 'CANCELED' ? 'canceled' : 'canceling', run }
    if (isFinished(run.status)) return cancelRetryOf(run, environment)
    if (run.status === 'CANCELING' && run.cancelCause === 'user') return { kind: 'canceling', run }
    const now = clock.now()
    const isQueued = run.status === 'QUEUED'
    const [result] = await runs.write([isQueued ? cancelQueued(run, now, subscriptionsOf(run)) : askToStop(run, now)])
    wrote = result?.kind === 'written'
    if (wrote) hints.notify(runId, isQueued ? 'ended' : 'changed')
  }
}
