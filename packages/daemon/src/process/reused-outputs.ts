import { type OutputRecord, outputsByStep, type StepOutputs, splitStepKey } from '@pawl/core/plugin'

/** The outputs of another run, by step, for the steps that this run does not execute. */
export const reusedOutputs = (
  outputs: readonly OutputRecord[],
  selected: ReadonlySet<string>,
): ReadonlyMap<string, StepOutputs> => outputsByStep(outputs.filter(({ stepKey }) => !selected.has(splitStepKey(stepKey).key)))
