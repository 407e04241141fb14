import { FrameworkError, type JobDescription, type LocationState, listed } from '@pawl/core/plugin'
import type { OpenInstance, Project } from '@pawl/daemon'
import { errorPlace } from './error-place.ts'

export interface ListedJob {
  readonly locationName: string
  readonly job: JobDescription
}

/** Imports the code of all locations, or of the one that is named, and gives how that went. @throws FrameworkError UNKNOWN_LOCATION */
export async function loadLocations(
  { locations }: OpenInstance,
  { config }: Project,
  name: string | undefined,
): Promise<readonly LocationState[]> {
  const known = Object.keys(config.locations)
  if (name !== undefined && !known.includes(name)) {
    const there = known.length === 0 ? 'has none' : `has ${listed(known)}`
    throw new FrameworkError('UNKNOWN_LOCATION', { message: `There is no location "${name}"; pawl.config.ts ${there}.` })
  }
  await locations.load(name === undefined ? undefined : [name])
  return locations.listLocations().filter((location) => name === undefined || location.name === name)
}

export const jobsOf = (locations: readonly LocationState[]): readonly ListedJob[] =>
  locations.flatMap(({ name, jobs }) => jobs.map((job) => ({ locationName: name, job })))

/** Why a location could not be loaded, with the place in its code. */
export function loadErrorText({ name, module, error }: LocationState): string {
  const where = errorPlace(error ?? {})
  return `Location "${name}" (${module}) could not be loaded: ${error?.message ?? 'for no known reason.'}${where === undefined ? '' : `\n${where}`}`
}
