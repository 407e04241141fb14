import type { PassedDeadline } from './run-deadlines.ts'

/** Why the worker of a run is killed that has let a deadline pass; undefined where the run is only asked to stop. */
export function reasonToKill(runId: string, passed: PassedDeadline): string | undefined {
  switch (passed.kind) {
    case 'attempt-overdue':
      return `"${passed.attempt.stepKey}" of run ${runId} took longer than its timeout and did not stop`
    case 'cancel-unheeded':
      return `run ${runId} did not stop when it was canceled`
    case 'not-started':
      return `run ${runId} did not start in time`
    case 'ran-too-long':
      return undefined
  }
}
