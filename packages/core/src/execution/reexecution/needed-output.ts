import type { IOManager, OutputPresence, StoredOutput } from '../../definition/io-manager.ts'
import type { OutputName } from '../../event/run-event.ts'
import type { StepKey } from '../../plan/plan.ts'

/** An output that an executing step will load, and that has to be there. */
export interface NeededOutput extends OutputName {
  /** The step that made it, with its mapping key. */
  readonly stepKey: StepKey
  readonly stored: StoredOutput
  /** One of the steps that will load it. */
  readonly neededBy: StepKey
}

/** What is known of outputs by {@link outputId}; `unknown` where a check was made and failed. */
export type KnownPresence = ReadonlyMap<string, OutputPresence | 'unknown'>

/** Tells apart the outputs of one run's steps. */
export const outputId = (stepKey: StepKey, { output, mappingKey }: OutputName): string =>
  // A slash is in no key and no name.
  `${stepKey}/${output}/${mappingKey ?? ''}`

/** What the process that will execute the new run can read. */
export interface OutputReach {
  /** Of the machine it executes on. */
  readonly hostId: string
  /** Of the I/O managers there are now, by key. */
  readonly scopes: Readonly<Record<string, IOManager['scope']>>
}

/** Why a stored output is out of reach, as the end of a sentence; undefined where it can be read if it is still there. */
export function whyOutOfReach({ ioManager, hostId }: StoredOutput, reach: OutputReach): string | undefined {
  const scope = Object.hasOwn(reach.scopes, ioManager) ? reach.scopes[ioManager] : undefined
  if (scope === undefined) return `was stored by the I/O manager "${ioManager}", which is there no more`
  if (scope === 'process') return `"${ioManager}" kept in the memory of the process that made it`
  if (scope === 'host' && hostId !== reach.hostId)
    return `"${ioManager}" keeps on the disk of host "${hostId}", while this run executes on "${reach.hostId}"`
  return undefined
}
