import { type IOManagerPool, type OutputRecord, serializeError } from '@pawl/core/plugin'

/** Deletions under way at the same time. */
const AT_ONCE = 16

interface Deleting {
  readonly runId: string
  readonly ioManagers: IOManagerPool
  readonly hostId: string
}

/** Why an output stays where it is; undefined when it is gone. */
async function deleteOutput(record: OutputRecord, { runId, ioManagers, hostId }: Deleting): Promise<string | undefined> {
  const { stepKey, output, mappingKey, stored } = record
  const { ioManager } = stored
  try {
    const manager = await ioManagers.get(ioManager)
    // What was kept in memory is gone with its process.
    if (manager.scope === 'process') return undefined
    if (manager.scope === 'host' && stored.hostId !== hostId)
      return `Outputs of the I/O manager "${ioManager}" lie on the disk of host "${stored.hostId}"; delete them there.`
    if (manager.deleteOutput === undefined) return `The I/O manager "${ioManager}" cannot delete outputs.`
    const upstream = { stepKey, output, stored, ...(mappingKey === null ? {} : { mappingKey }) }
    await manager.deleteOutput({ runId, stepKey, upstream, signal: new AbortController().signal })
    return undefined
  } catch (error) {
    return `The output "${output}" of "${stepKey}" was not deleted: ${serializeError(error).message}`
  }
}

/** Deletes outputs where they lie; gives why some of them stay, each reason once. */
export async function deleteOutputs(outputs: readonly OutputRecord[], deleting: Deleting): Promise<readonly string[]> {
  const problems = new Set<string>()
  const waiting = outputs.values()
  const workThrough = async (): Promise<void> => {
    for (const output of waiting) {
      const problem = await deleteOutput(output, deleting)
      if (problem !== undefined) problems.add(problem)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, workThrough))
  return [...problems]
}
