import { inspect } from 'node:util'
import type { CapturedOutput } from '../home/captured-output.ts'
import { attemptScope } from './attempt-scope.ts'

/**
 * Errors that no promise of an attempt shows: unhandled rejections, and exceptions in timers and callbacks. Each is charged to the
 * attempt whose code started what threw: a running attempt fails by it, a finished one gets it in its stderr. One of no attempt
 * at all is told to `onStray`, who decides about the process.
 */
export function chargeLateErrors(captured: CapturedOutput, onStray: (error: unknown) => void): void {
  const charge = (error: unknown): void => {
    const scope = attemptScope.getStore()
    if (scope === undefined) {
      onStray(error)
      return
    }
    const { runId, stepKey, attempt } = scope
    const text = `Unhandled error of "${stepKey}", attempt ${attempt}: ${shown(error)}\n`
    captured.write({ runId, stepKey, attempt, stream: 'stderr' }, text)
    scope.fail(error)
  }
  process.on('unhandledRejection', charge)
  process.on('uncaughtException', charge)
}

/** Anything can be thrown, also what throws when it is looked at. */
function shown(error: unknown): string {
  try {
    return inspect(error)
  } catch {
    return 'something that cannot be shown'
  }
}
