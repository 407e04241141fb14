import type { Run } from '../run/run.ts'
import type { RunFilter } from './run-storage.ts'

/** The time a run id of version 7 was made at, in UTC milliseconds. */
export const runIdTime = (runId: string): number => Number.parseInt(runId.slice(0, 8) + runId.slice(9, 13), 16)

export function matchesRunFilter(run: Run, filter: RunFilter): boolean {
  const { runIds, jobName, locationName, statuses, tags, rootRunId, createdAfter, createdBefore } = filter
  return (
    (runIds === undefined || runIds.includes(run.runId)) &&
    (jobName === undefined || run.jobName === jobName) &&
    (locationName === undefined || run.locationName === locationName) &&
    (statuses === undefined || statuses.includes(run.status)) &&
    (rootRunId === undefined || run.rootRunId === rootRunId) &&
    (createdAfter === undefined || run.createdAt > createdAfter) &&
    (createdBefore === undefined || run.createdAt < createdBefore) &&
    (tags ?? []).every(({ key, value }) => Object.hasOwn(run.tags, key) && (value === null || run.tags[key] === value))
  )
}
