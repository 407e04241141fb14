import {
  FrameworkError,
  type OutputRecord,
  type OutputState,
  type Plan,
  type StepOutputs,
  selectablePlan,
  selectSteps,
  splitStepKey,
} from '@pawl/core/plugin'

/**
 * Plan keys that a selection names; undefined for all.
 * @throws FrameworkError INVALID_OP_SELECTION with the position and length of the first fault
 */
export function selectedKeys(plan: Plan, opSelection: string | null): ReadonlySet<string> | undefined {
  if (opSelection === null) return undefined
  const selection = selectSteps(selectablePlan(plan), opSelection)
  if (selection.ok) return new Set(selection.keys)
  const [first] = selection.errors
  throw new FrameworkError('INVALID_OP_SELECTION', {
    message: selection.errors.map(({ message }) => message).join(' '),
    details: { position: first?.position ?? 0, length: first?.length ?? 0, didYouMean: first?.didYouMean ?? null },
  })
}

/** The outputs of another run, by step, for the steps that this run does not execute. */
export function reusedOutputs(outputs: readonly OutputRecord[], selected: ReadonlySet<string>): ReadonlyMap<string, StepOutputs> {
  const reused = new Map<string, Map<string, OutputState>>()
  for (const { stepKey, output, mappingKey, stored } of outputs) {
    if (selected.has(splitStepKey(stepKey).key)) continue
    const step = reused.get(stepKey) ?? new Map<string, OutputState>()
    reused.set(stepKey, step)
    if (mappingKey === null) step.set(output, { kind: 'one', stored })
    else {
      const known = step.get(output)
      const items = known?.kind === 'items' ? known.items : []
      step.set(output, { kind: 'items', items: new Map([...items, [mappingKey, stored]]) })
    }
  }
  return reused
}
