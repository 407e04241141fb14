import { isRunId, type Run, type RunStorage } from '@pawl/core/plugin'
import { readRunCursor } from '../input/cursors.ts'
import { checkedLimit } from '../input/limits.ts'
import type { RunGroupNode } from '../nodes.ts'
import { paged } from '../output/paged.ts'
import { type RunProblem, runNotFound } from './fetch-runs.ts'

/** Of any of its runs, or of its root, which may have been deleted. */
export async function fetchRunGroup(
  runs: RunStorage,
  runId: string,
): Promise<(RunGroupNode & { readonly __typename: 'RunGroup' }) | RunProblem> {
  const run = isRunId(runId) ? await runs.getRun(runId) : undefined
  if (run !== undefined) return { __typename: 'RunGroup', rootRunId: run.rootRunId }
  const isRoot = isRunId(runId) && (await runs.countRuns({ rootRunId: runId })) > 0
  return isRoot ? { __typename: 'RunGroup', rootRunId: runId } : runNotFound(runId)
}

/** A page of the group's runs, oldest first; the pages go from the newest runs to the oldest. */
export async function fetchRunsOfGroup(
  runs: RunStorage,
  rootRunId: string,
  page: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<{ readonly results: readonly Run[]; readonly cursor: string | null; readonly hasMore: boolean }> {
  const limit = checkedLimit(page.limit)
  const cursor = page.cursor == null ? {} : { cursor: readRunCursor(page.cursor) }
  const { results, hasMore } = paged(await runs.listRuns({ filter: { rootRunId }, ...cursor, limit: limit + 1 }), limit)
  return { results: results.toReversed(), cursor: results.at(-1)?.runId ?? null, hasMore }
}
