import { type Instance, isRunId, type TerminateOutcome, terminateRun } from '@pawl/core/plugin'
import type { ResolversTypes } from '../generated/schema-types.ts'
import { checkedList } from '../input/limits.ts'
import { runNotFound } from '../reads/fetch-runs.ts'

type TerminateResult = Awaited<ResolversTypes['TerminateRunResult']>

function terminateResult(outcome: TerminateOutcome): TerminateResult {
  if (outcome.kind === 'unknown-run') return runNotFound(outcome.runId)
  const { run } = outcome
  // Neither has ended the run that was asked about, and each has something to say.
  if (outcome.kind === 'already-finished' || outcome.kind === 'retry-canceled')
    return { __typename: 'TerminateRunFailure', message: outcome.message, run }
  return { __typename: 'TerminateRunSuccess', run }
}

/** One answer for each id, in order. */
export const terminate = (instance: Instance, runIds: readonly string[]): Promise<readonly TerminateResult[]> =>
  Promise.all(
    checkedList(runIds, 'runIds').map(async (runId) =>
      isRunId(runId) ? terminateResult(await terminateRun(instance, runId)) : runNotFound(runId),
    ),
  )
