import { type EventLog, isReexecution, type Run, type RunStorage, readReexecutionInputs } from '@pawl/core/plugin'
import type { RunAssignment } from '../channel/protocol.ts'
import { sourceOutputs } from './source-outputs.ts'

/** What a run takes from others, as its worker is told it. */
export type RunInputs = Pick<RunAssignment, 'sourceOutputs' | 'reexecution'>

export interface RunReads {
  readonly runs: RunStorage
  readonly eventLog: EventLog
}

export const NO_INPUTS: RunInputs = { sourceOutputs: null, reexecution: null }

export const takesInputs = (run: Run): boolean => run.inputsFromRunId !== null || isReexecution(run)

/** Reads everything that a run takes from others. */
export async function readRunInputs(reads: RunReads, run: Run): Promise<RunInputs> {
  const reexecution = await readReexecutionInputs(reads, run)
  if (reexecution !== undefined) return { ...NO_INPUTS, reexecution }
  if (run.inputsFromRunId === null) return NO_INPUTS
  return { ...NO_INPUTS, sourceOutputs: await sourceOutputs(reads.runs, run.inputsFromRunId) }
}
