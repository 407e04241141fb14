import { countdown, formatDuration } from '../format/duration.ts'
import { type RunTimes, runPhases } from './run-times.ts'

export interface DescribedRun extends RunTimes {
  /** A retry that waits for its delay does not start before. */
  readonly notBefore: number | null
  readonly cancelCause: string | null
  readonly failure: { readonly stepKey: string | null; readonly attempt: number | null; readonly reason: string } | null
  readonly stepCounts: {
    readonly total: number
    readonly success: number
    readonly reused: number
    readonly markedDone: number
    readonly started: number
    readonly upForRetry: number
  }
}

/** The whole state of a run in one sentence, for its header and for screen readers. */
export function runSentence(run: DescribedRun, now: number): string {
  const phases = runPhases(run, now)
  const ran = formatDuration(phases.runningMs ?? 0)
  switch (run.status) {
    case 'QUEUED':
      return queuedSentence(run, phases.queuedMs, now)
    case 'STARTING':
      return `Starting a worker for ${formatDuration(phases.startingMs ?? 0)}.`
    case 'STARTED':
      return `Running for ${ran}: ${progress(run)}.`
    case 'CANCELING':
      return 'Stopping: the steps in progress have been asked to end.'
    case 'SUCCESS':
      return `Succeeded in ${ran}: ${stepsDone(run)}.`
    case 'FAILURE':
      return `Failed after ${ran}${failureTail(run)}.`
    case 'CANCELED':
      return phases.runningMs === null ? 'Canceled before it started.' : `Canceled after ${ran}${cancelTail(run.cancelCause)}.`
  }
}

function queuedSentence({ notBefore }: DescribedRun, queuedMs: number, now: number): string {
  if (notBefore === null || notBefore <= now) return `Waiting in the queue for ${formatDuration(queuedMs)}.`
  return `Waiting for its retry delay: ${countdown(notBefore - now)} left.`
}

function progress(run: DescribedRun): string {
  const { started, upForRetry } = run.stepCounts
  const waiting = upForRetry > 0 ? `, ${upForRetry} waiting to retry` : ''
  return `${stepsDone(run)}, ${started} in progress${waiting}`
}

function stepsDone({ stepCounts: { success, reused, markedDone, total } }: DescribedRun): string {
  const done = `${success + reused + markedDone} of ${total} ${total === 1 ? 'step' : 'steps'} done`
  return reused === 0 ? done : `${done}, ${reused} of them reused`
}

function failureTail({ failure }: DescribedRun): string {
  if (!failure) return ''
  if (failure.stepKey === null) return `: ${FAILURE_REASON_WORDS[failure.reason] ?? failure.reason}`
  const attempt = failure.attempt !== null && failure.attempt > 1 ? ` in attempt ${failure.attempt}` : ''
  return `: step ${failure.stepKey} failed${attempt}`
}

/** What befell a run that failed by no step's fault; by the reason. */
export const FAILURE_REASON_WORDS: Readonly<Record<string, string>> = {
  RESOURCE_INIT_FAILURE: 'a resource could not be set up',
  RUN_EXCEPTION: 'the run itself threw an error',
  JOB_INITIALIZATION_FAILURE: 'the job could not be planned',
  UNEXPECTED_TERMINATION: 'its worker process died',
  START_TIMEOUT: 'it did not start in time',
  MAX_RUNTIME_EXCEEDED: 'it ran longer than it may',
}

function cancelTail(cause: string | null): string {
  if (cause === 'shutdown') return ' because Pawl shut down'
  return cause === 'max_runtime' ? ' because it ran longer than it may' : ''
}
