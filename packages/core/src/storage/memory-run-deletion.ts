import type { Run } from '../run/run.ts'
import { isFinished } from '../run/run-status.ts'
import type { OutputRecord } from '../run/step-record.ts'
import type { MemoryTables, RunEntry } from './memory-tables.ts'
import type { DeletedRun, RunDeletion } from './run-deletion.ts'

const outputsOf = ({ outputs }: RunEntry): readonly OutputRecord[] => [...outputs.values()].flatMap((step) => [...step.values()])

/** Tells apart the outputs of all runs. */
const idOf = ({ originRunId, stepKey, output, mappingKey }: OutputRecord): string =>
  `${originRunId}/${stepKey}/${output}/${mappingKey ?? ''}`

const mayNeed =
  ({ runId, rootRunId }: Run) =>
  (other: Run): boolean => {
    if (isFinished(other.status)) return false
    return other.inputsFromRunId === runId || (other.planHash === null && other.rootRunId === rootRunId)
  }

export const memoryRunDeletion = (tables: MemoryTables): RunDeletion => ({
  async deleteRun(runId): Promise<DeletedRun> {
    const entry = tables.runs.get(runId)
    if (entry === undefined) return { kind: 'unknown' }
    const { run } = entry
    if (!isFinished(run.status)) return { kind: 'unfinished', run }
    const others = [...tables.runs.values()].filter((other) => other !== entry)
    const needing = others.find((other) => mayNeed(run)(other.run))
    if (needing !== undefined) return { kind: 'needed', run, by: needing.run.runId }
    tables.runs.delete(runId)
    for (const [id, notification] of tables.outbox) if (notification.runId === runId) tables.outbox.delete(id)
    const held = new Set(others.flatMap(outputsOf).map(idOf))
    const outputs = outputsOf(entry)
    const isUnused = (output: OutputRecord): boolean => !held.has(idOf(output)) && !tables.runs.has(output.originRunId)
    const keptOutputs = outputs.filter((output) => output.originRunId === runId && held.has(idOf(output))).length
    return { kind: 'deleted', run, unused: outputs.filter(isUnused), keptOutputs }
  },
})
