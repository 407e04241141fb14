import { FrameworkError } from '../foundation/errors.ts'
import { type SelectionResult, selectablePlan, selectSteps } from './op-selection.ts'
import type { Plan, StepKey } from './plan.ts'

/**
 * Plan keys of the steps that a selection names; undefined, which means all, where there is none.
 * @throws FrameworkError INVALID_OP_SELECTION with the position and length of the first fault
 */
export function selectedKeys(plan: Plan, opSelection: string | null): ReadonlySet<StepKey> | undefined {
  if (opSelection === null) return undefined
  return keysOfSelection(selectSteps(selectablePlan(plan), opSelection))
}

/** @throws FrameworkError INVALID_OP_SELECTION with the position and length of the first fault */
export function keysOfSelection(selection: SelectionResult): ReadonlySet<StepKey> {
  if (selection.ok) return new Set(selection.keys)
  const [first] = selection.errors
  throw new FrameworkError('INVALID_OP_SELECTION', {
    message: selection.errors.map(({ message }) => message).join(' '),
    details: { position: first?.position ?? 0, length: first?.length ?? 0, didYouMean: first?.didYouMean ?? null },
  })
}
