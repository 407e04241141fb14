import { type LocationState, type Run, type RunStorage, resolveJob } from '@pawl/core/plugin'
import type { JobNotFoundError, JobsFilter, LocationNotLoadedError } from '../generated/schema-types.ts'
import { checkedLimit } from '../input/limits.ts'
import type { JobNode } from '../nodes.ts'
import { opError } from '../output/op-error.ts'
import { paged } from '../output/paged.ts'

type Locations = readonly LocationState[]
type ShownText = (text: string) => string

/** Names hold no colon, so the id of a job is unique. */
export const jobId = ({ locationName, job }: JobNode): string => `${locationName}:${job.name}`

const mentions = ({ job }: JobNode, text: string): boolean =>
  [job.name, job.description ?? '', ...job.owners, ...Object.entries(job.tags).map(([key, value]) => `${key}=${value}`)].some(
    (part) => part.toLowerCase().includes(text.toLowerCase()),
  )

/** Every job that fits the filter, by location and name. */
export function fetchJobs(
  locations: Locations,
  page: { readonly filter?: JobsFilter | null | undefined; readonly cursor?: string | null | undefined; readonly limit: number },
): { readonly results: readonly JobNode[]; readonly cursor: string | null; readonly hasMore: boolean } {
  const { filter, cursor } = page
  const limit = checkedLimit(page.limit)
  const all = locations
    .filter(({ name }) => filter?.locationName == null || name === filter.locationName)
    .flatMap(({ name, jobs }) => jobs.map((job): JobNode => ({ locationName: name, job })))
    .filter((node) => mentions(node, filter?.text ?? ''))
    .sort((a, b) => (jobId(a) < jobId(b) ? -1 : 1))
  const rest = cursor == null ? all : all.filter((node) => jobId(node) > cursor)
  const { results, hasMore } = paged(rest, limit)
  const last = results.at(-1)
  return { results, cursor: last === undefined ? null : jobId(last), hasMore }
}

export type JobProblem =
  | (JobNotFoundError & { readonly __typename: 'JobNotFoundError' })
  | (LocationNotLoadedError & { readonly __typename: 'LocationNotLoadedError' })

export const jobNotFound = (problem: { message: string; jobName: string; didYouMean: string | null }): JobProblem => {
  const { message, jobName, didYouMean } = problem
  return { __typename: 'JobNotFoundError', message, jobName, didYouMean }
}

export function locationNotLoaded(
  problem: { readonly message: string; readonly locationName: string },
  locations: Locations,
  shownText: ShownText,
): JobProblem {
  const { message, locationName } = problem
  const error = locations.find(({ name }) => name === locationName)?.error ?? null
  const shown = error === null ? null : opError(error, null, shownText)
  return { __typename: 'LocationNotLoadedError', message: shownText(message), locationName, error: shown }
}

export function fetchJob(
  locations: Locations,
  selector: { readonly jobName: string; readonly locationName?: string | null | undefined },
  shownText: ShownText,
): (JobNode & { readonly __typename: 'Job' }) | JobProblem {
  const { jobName, locationName } = selector
  const resolved = resolveJob(locations, { jobName, locationName: locationName ?? undefined })
  if (resolved.kind === 'found') return { __typename: 'Job', locationName: resolved.location.name, job: resolved.job }
  return resolved.kind === 'unknown-job' ? jobNotFound(resolved) : locationNotLoaded(resolved, locations, shownText)
}

export const fetchJobRuns = (runs: RunStorage, node: JobNode, limit: number): Promise<readonly Run[]> =>
  runs.listRuns({ filter: { jobName: node.job.name, locationName: node.locationName }, limit: checkedLimit(limit) })
