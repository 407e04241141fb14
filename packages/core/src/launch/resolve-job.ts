import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'
import type { JobDescription } from '../plan/job-description.ts'
import type { LaunchLocation } from './launch-environment.ts'

export interface JobRequest {
  readonly jobName: string
  /** May be left out where only one location has the job. */
  readonly locationName?: string | undefined
}

export type ResolvedJob<Location extends LaunchLocation = LaunchLocation> =
  | { readonly kind: 'found'; readonly location: Location; readonly job: JobDescription }
  | { readonly kind: 'unknown-job'; readonly message: string; readonly jobName: string; readonly didYouMean: string | null }
  | { readonly kind: 'location-not-loaded'; readonly message: string; readonly locationName: string }

function unknownJob(jobName: string, message: string, meant?: string): ResolvedJob<never> {
  const question = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return { kind: 'unknown-job', message: `${message}${question}`, jobName, didYouMean: meant ?? null }
}

function notLoaded(location: LaunchLocation): ResolvedJob<never> {
  const why = location.status === 'loading' ? 'is still being loaded; try again in a moment' : 'could not be loaded'
  const cause = location.error === null ? '' : `: ${location.error.message}`
  return { kind: 'location-not-loaded', message: `Location "${location.name}" ${why}${cause}.`, locationName: location.name }
}

function inLocation<Location extends LaunchLocation>(location: Location, jobName: string): ResolvedJob<Location> {
  const job = location.jobs.find(({ name }) => name === jobName)
  // A location that failed to reload keeps its last good jobs, and they may be launched.
  if (job !== undefined) return { kind: 'found', location, job }
  if (location.status !== 'loaded') return notLoaded(location)
  const names = location.jobs.map(({ name }) => name)
  return unknownJob(jobName, `Location "${location.name}" has no job "${jobName}".`, didYouMean(jobName, names))
}

function inAnyLocation<Location extends LaunchLocation>(locations: readonly Location[], jobName: string): ResolvedJob<Location> {
  const having = locations.filter(({ jobs }) => jobs.some(({ name }) => name === jobName))
  const [first, second] = having
  if (second !== undefined) {
    const names = listed(having.map(({ name }) => name))
    return unknownJob(jobName, `Locations ${names} each have a job "${jobName}". Name the location, too.`)
  }
  if (first !== undefined) return inLocation(first, jobName)
  const unloaded = locations.find(({ status }) => status !== 'loaded')
  if (unloaded !== undefined && locations.length === 1) return notLoaded(unloaded)
  const names = locations.flatMap(({ jobs }) => jobs.map(({ name }) => name))
  const also = unloaded === undefined ? '' : ` Location "${unloaded.name}" is not loaded, so its jobs are not known.`
  return unknownJob(jobName, `There is no job "${jobName}".${also}`, didYouMean(jobName, names))
}

/** Finds the job a request names, or says what would have been right. */
export function resolveJob<Location extends LaunchLocation>(
  locations: readonly Location[],
  { jobName, locationName }: JobRequest,
): ResolvedJob<Location> {
  if (locationName === undefined) return inAnyLocation(locations, jobName)
  const location = locations.find(({ name }) => name === locationName)
  if (location !== undefined) return inLocation(location, jobName)
  const names = locations.map(({ name }) => name)
  return unknownJob(jobName, `There is no location "${locationName}".`, didYouMean(locationName, names))
}
