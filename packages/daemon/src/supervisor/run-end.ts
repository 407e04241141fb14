import { newEvent, type RunEnd, type RunEvent } from '@pawl/core/plugin'
import type { WorkerRunEnd } from '../channel/protocol.ts'
import type { OverdueAttempt } from './supervised-run.ts'
import type { WorkerEnd } from './worker.ts'

/** A run's end as its worker told it. */
export function endToldByWorker(end: WorkerRunEnd, at: number): RunEnd {
  switch (end.kind) {
    case 'success':
      return { kind: 'success', at }
    case 'canceled':
      return { kind: 'stopped', at, message: 'It was asked to stop.' }
    case 'init-failure':
      return { kind: 'failure', at, reason: 'JOB_INITIALIZATION_FAILURE', message: end.message, error: end.error }
    case 'failure':
      return { kind: 'failure', at, reason: end.reason, message: end.message }
  }
}

/** A run's end when its worker is gone without having told one. */
export function endOfLostWorker(how: WorkerEnd, overdue: OverdueAttempt | undefined, at: number): RunEnd {
  if (how.kind === 'load-failed') {
    const message = `The location’s code could not be imported: ${how.error.message}`
    return { kind: 'failure', at, reason: 'JOB_INITIALIZATION_FAILURE', message, error: how.error }
  }
  if (overdue !== undefined) return { kind: 'failure', at, reason: 'STEP_FAILURE', message: `Failed: "${overdue.stepKey}".` }
  return { kind: 'failure', at, reason: 'UNEXPECTED_TERMINATION', message: `The worker process ended unexpectedly (${how.how}).` }
}

/** The end of an attempt whose process was killed for it. */
export function overdueFailure({ stepKey, attempt, startedAt, timeoutSeconds }: OverdueAttempt, at: number): RunEvent {
  const message = `The attempt took longer than its ${timeoutSeconds} s and did not react to being stopped; its worker process was killed.`
  const payload = { startedAt, error: { name: 'StepTimeout', code: 'STEP_TIMEOUT', message }, reason: message, permanent: false }
  return newEvent('STEP_FAILURE', { at, stepKey, attempt, payload })
}
