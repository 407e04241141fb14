import { type DeleteOutcome, deleteRun } from '@pawl/core/plugin'
import type { GraphqlContext } from '../context.ts'
import type { ResolversTypes } from '../generated/schema-types.ts'
import { checkedList } from '../input/limits.ts'
import { runNotFound } from '../reads/fetch-runs.ts'

type DeleteResult = Awaited<ResolversTypes['DeleteRunResult']>

function deleteResult(outcome: DeleteOutcome, shownText: (text: string) => string): DeleteResult {
  if (outcome.kind === 'unknown-run') return runNotFound(outcome.runId)
  if (outcome.kind === 'refused') return { __typename: 'DeleteRunFailure', message: outcome.message, run: outcome.run }
  const { runId, keptOutputs, warnings } = outcome
  return { __typename: 'DeleteRunSuccess', runId, keptOutputs, warnings: warnings.map(shownText) }
}

/** One answer for each id, in order; one after the other, so that a run goes before the older one it goes back to. */
export async function deleteAll(
  { instance, shownText }: GraphqlContext,
  runIds: readonly string[],
): Promise<readonly DeleteResult[]> {
  const results: DeleteResult[] = []
  for (const runId of checkedList(runIds, 'runIds')) results.push(deleteResult(await deleteRun(instance, runId), shownText))
  return results
}
