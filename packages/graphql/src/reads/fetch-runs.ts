import { isRunId, type Run, type RunFilter, type RunStorage, unknownRunMessage } from '@pawl/core/plugin'
import type { InvalidFilterError, RunNotFoundError, RunsFilter } from '../generated/schema-types.ts'
import { checkedLimit, LARGEST_PAGE } from '../input/limits.ts'
import type { RunsNode } from '../nodes.ts'
import { paged } from '../output/paged.ts'

type Maybe<Value> = Value | null | undefined

export function filterProblem(filter: RunsFilter, cursor: Maybe<string>): string | undefined {
  const { runIds, tags, createdAfter, createdBefore } = filter
  if (cursor != null && !isRunId(cursor))
    return `The cursor "${cursor.slice(0, 100)}" is no run id. Pass on the cursor of the page before.`
  if ((runIds?.length ?? 0) > LARGEST_PAGE) return `"runIds" holds more than ${LARGEST_PAGE} ids. Ask in several steps.`
  if ((tags?.length ?? 0) > 20) return '"tags" holds more than 20 filters. Narrow the list down in another way.'
  if (createdAfter != null && createdBefore != null && createdAfter >= createdBefore)
    return `"createdAfter" (${createdAfter}) is not before "createdBefore" (${createdBefore}), so no run can fit.`
  return undefined
}

/** Only what was given: an absent part of a filter and one that is undefined are not the same. */
export function runFilter(filter: RunsFilter): RunFilter {
  const { runIds, jobName, locationName, statuses, tags, rootRunId, createdAfter, createdBefore } = filter
  return {
    ...(runIds == null ? {} : { runIds }),
    ...(jobName == null ? {} : { jobName }),
    ...(locationName == null ? {} : { locationName }),
    ...(statuses == null ? {} : { statuses }),
    ...(tags == null ? {} : { tags: tags.map(({ key, value }) => ({ key, value: value ?? null })) }),
    ...(rootRunId == null ? {} : { rootRunId }),
    ...(createdAfter == null ? {} : { createdAfter }),
    ...(createdBefore == null ? {} : { createdBefore }),
  }
}

export async function fetchRuns(
  runs: RunStorage,
  page: { readonly filter?: Maybe<RunsFilter>; readonly cursor?: Maybe<string>; readonly limit: number },
): Promise<(RunsNode & { readonly __typename: 'Runs' }) | (InvalidFilterError & { readonly __typename: 'InvalidFilterError' })> {
  const limit = checkedLimit(page.limit)
  const problem = filterProblem(page.filter ?? {}, page.cursor)
  if (problem !== undefined) return { __typename: 'InvalidFilterError', message: problem }
  const filter = runFilter(page.filter ?? {})
  const cursor = page.cursor == null ? {} : { cursor: page.cursor }
  const { results, hasMore } = paged(await runs.listRuns({ filter, ...cursor, limit: limit + 1 }), limit)
  return { __typename: 'Runs', results, cursor: results.at(-1)?.runId ?? null, hasMore, filter }
}

export type RunProblem = RunNotFoundError & { readonly __typename: 'RunNotFoundError' }

export const runNotFound = (runId: string): RunProblem => ({
  __typename: 'RunNotFoundError',
  message: unknownRunMessage(runId),
  runId,
})

export async function fetchRun(runs: RunStorage, runId: string): Promise<(Run & { readonly __typename: 'Run' }) | RunProblem> {
  const run = isRunId(runId) ? await runs.getRun(runId) : undefined
  return run === undefined ? runNotFound(runId) : { __typename: 'Run', ...run }
}
