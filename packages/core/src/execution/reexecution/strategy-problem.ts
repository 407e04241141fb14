import { listed } from '../../foundation/text.ts'
import type { Run, Strategy } from '../../run/run.ts'
import { isFinished, type RunStatus } from '../../run/run-status.ts'

/** Ends of a run from which another one can go on. */
const FAILED: ReadonlySet<RunStatus> = new Set<RunStatus>(['FAILURE', 'CANCELED'])

const OTHERS: readonly Strategy[] = ['ALL_STEPS', 'SELECTED', 'FROM_SELECTED']

/** Why a run cannot be re-executed by a strategy; undefined where it can. */
export function strategyProblem({ runId, status }: Pick<Run, 'runId' | 'status'>, strategy: Strategy): string | undefined {
  if (!isFinished(status))
    return `Run ${runId} has not ended: it is ${status}. Wait for its end or cancel it; then it can be re-executed.`
  if (strategy !== 'FROM_FAILURE' || FAILED.has(status)) return undefined
  return `Run ${runId} succeeded: there is no failure to go on from. Use one of ${listed(OTHERS)}.`
}
