import { FrameworkError } from '../../foundation/errors.ts'
import { mappedKey, type StepKey } from '../../plan/plan.ts'
import type { ExecutePlanOptions } from '../execute-plan-options.ts'
import type { StepOutputs } from '../step-state.ts'
import type { Reexecution } from './plan-reexecution.ts'
import { outputsOfFacts } from './run-facts.ts'
import { notExpandedKey } from './selectable-units.ts'
import type { StepDecision } from './step-decision.ts'

/** What executes, or is skipped by the execution itself, by the keys that `selected` takes. */
function selectedBy(decision: StepDecision): readonly StepKey[] {
  const { stepKey, planKey } = decision
  // A step without items takes part: all copies of none are an empty list.
  if (decision.kind === 'skip') return [stepKey]
  if (decision.kind !== 'execute') return []
  if (stepKey !== notExpandedKey(planKey)) return [stepKey]
  return decision.onlyKeys === null ? [planKey] : decision.onlyKeys.map((mappingKey) => mappedKey(planKey, mappingKey))
}

/**
 * A re-execution as `executePlan` takes it. `marked` holds what was stored for the steps that are marked as done.
 * @throws FrameworkError OUTPUTS_UNSETTLED while outputs have not been asked for, MARKED_OUTPUT_ABSENT
 */
export function reexecutionRun(
  { decisions, unasked }: Reexecution,
  marked: ReadonlyMap<StepKey, StepOutputs> = new Map(),
): Pick<ExecutePlanOptions, 'selected' | 'reused'> {
  if (unasked.length > 0) {
    const message = `Whether ${unasked.length} outputs are still there has to be asked before the run starts.`
    throw new FrameworkError('OUTPUTS_UNSETTLED', { message })
  }
  const reused = new Map<StepKey, StepOutputs>()
  for (const decision of decisions) {
    if (decision.kind === 'reuse') reused.set(decision.stepKey, outputsOfFacts(decision))
    if (decision.kind !== 'mark-done') continue
    const outputs = marked.get(decision.stepKey)
    if (outputs === undefined) {
      const message = `"${decision.stepKey}" is marked as done, but no output of it was stored.`
      throw new FrameworkError('MARKED_OUTPUT_ABSENT', { message, details: { stepKey: decision.stepKey } })
    }
    reused.set(decision.stepKey, outputs)
  }
  const isPartial = decisions.some(({ kind }) => kind === 'omit') || decisions.some(hasOnlyKeys)
  return isPartial ? { reused, selected: new Set(decisions.flatMap(selectedBy)) } : { reused }
}

const hasOnlyKeys = (decision: StepDecision): boolean => decision.kind === 'execute' && decision.onlyKeys !== null
