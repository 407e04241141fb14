import type { Instance, LocationState } from '@pawl/core/plugin'
import type { Engine } from '@pawl/daemon'
import type { CommandContext } from '../command-context.ts'
import { loadErrorText } from '../project/loaded-jobs.ts'
import { onInterrupt } from '../terminal/interrupts.ts'
import type { Paint } from '../terminal/paint.ts'
import { plural, timeText } from '../terminal/text.ts'

const namesOf = ({ jobs }: LocationState): readonly string[] => jobs.map(({ name }) => name)

function locationText(state: LocationState, paint: Paint): string {
  const names = namesOf(state)
  if (state.status === 'failed')
    return paint('red', loadErrorText(state) + (names.length > 0 ? '\nIts last good jobs stay.' : ''))
  return `${paint('green', state.name)}: ${names.length === 0 ? 'no jobs' : `${plural(names.length, 'job')}: ${names.join(', ')}`}`
}

const locationJson = (state: LocationState): object => ({
  event: 'location',
  name: state.name,
  status: state.status,
  generation: state.generation,
  error: state.error?.message ?? null,
  jobs: namesOf(state),
})

/** Tells of each location when it has loaded or failed. Gives how to stop. */
export function tellOfLocations(
  { isJson, print, printJson, paint }: CommandContext,
  { locations }: Pick<Instance, 'locations'>,
): () => void {
  const told = new Map<string, number>()
  const look = (): void => {
    for (const state of locations.listLocations()) {
      if (state.status === 'loading' || told.get(state.name) === state.updatedAt) continue
      told.set(state.name, state.updatedAt)
      if (isJson) printJson(locationJson(state))
      else print(`${paint('dim', timeText(Date.now()))}  ${locationText(state, paint)}`)
    }
  }
  look()
  return locations.onChange(look)
}

/** Resolves with the first Ctrl-C or SIGTERM; the second kills the workers, so that what is being ended ends at once. */
export function untilStopped({ note }: CommandContext, { supervisor }: Pick<Engine, 'supervisor'>): Promise<void> {
  return new Promise((resolve) => {
    onInterrupt((count) => {
      if (count > 1) return supervisor.killWorkers()
      note('', 'Ending the runs and the workers; Ctrl-C again kills them.')
      resolve()
    })
  })
}
