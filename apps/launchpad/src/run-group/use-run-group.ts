import { useRunNews } from '../api/api-context.ts'
import { useLiveQuery } from '../api/use-live-query.ts'
import { type GroupRunFragment, RunGroupDocument } from '../generated/graphql.ts'

export interface RunGroup {
  /** In the order of their launches: the first of all, where it is still there, then the newest. */
  readonly runs: readonly GroupRunFragment[]
  readonly rootRunId: string
  readonly isRootDeleted: boolean
  /** Runs between the first and those that are shown. */
  readonly leftOut: number
}

/** The runs that go back to the same root, kept up to date. Undefined until they are known. */
export function useRunGroup(runId: string): RunGroup | undefined {
  const { data, refresh } = useLiveQuery(RunGroupDocument, { runId })
  // Which run has come into the group no hint can say: the ids of new runs are not known here.
  useRunNews(refresh)
  const group = data?.runGroupOrError
  if (group?.__typename !== 'RunGroup') return undefined
  const { results } = group.runs
  const isRootAway = group.rootRun !== null && !results.some(({ id }) => id === group.rootRunId)
  const runs = isRootAway && group.rootRun ? [group.rootRun, ...results] : results
  return { runs, rootRunId: group.rootRunId, isRootDeleted: group.rootRun === null, leftOut: group.count - runs.length }
}
