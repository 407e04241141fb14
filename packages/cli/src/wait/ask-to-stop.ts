import { type Instance, serializeError, terminateRun } from '@pawl/core/plugin'

/** Cancels a run in the background; a storage that fails is told of and ends no process, least of all one that executes the run. */
export function askToStop(instance: Instance, runId: string, say: (line: string) => void): void {
  terminateRun(instance, runId).catch((error: unknown) => {
    say(`Run ${runId} could not be asked to stop: ${serializeError(error).message}`)
  })
}
