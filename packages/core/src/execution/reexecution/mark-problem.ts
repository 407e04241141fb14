import { listed } from '../../foundation/text.ts'
import { type Plan, type StepKey, splitStepKey } from '../../plan/plan.ts'
import { hasSucceeded, type RunFacts } from './run-facts.ts'

/** Why no value can be given for a step of this plan, whatever became of it; undefined where one can. */
export function markedStepProblem(plan: Plan, stepKey: StepKey): string | undefined {
  const { key, mappingKey } = splitStepKey(stepKey)
  const step = plan.steps.find((candidate) => candidate.key === key)
  if (step === undefined) return `The job has no step "${key}".`
  if (step.mapOver !== null && mappingKey === null)
    return `"${key}" is mapped: name the copy that is to be marked, such as "${key}[key]".`
  if (step.mapOver === null && mappingKey !== null) return `"${key}" is not mapped: it has no copy "${stepKey}".`
  const dynamic = Object.entries(step.outs).flatMap(([name, out]) => (out.dynamic ? [name] : []))
  if (dynamic.length > 0)
    return `"${key}" has the dynamic output ${listed(dynamic)}, for which no value can be given: its items decide what runs below it.`
  return undefined
}

/** Why a step of a run cannot be marked as done in its re-execution; undefined where it can. */
export function markProblem(plan: Plan, facts: RunFacts, stepKey: StepKey): string | undefined {
  const problem = markedStepProblem(plan, stepKey)
  if (problem !== undefined) return problem
  const recorded = facts.steps.find((candidate) => candidate.stepKey === stepKey)
  if (recorded === undefined || recorded.status === 'SKIPPED')
    return `"${stepKey}" did not run in run ${facts.runId}; only a step that failed or was interrupted can be marked as done.`
  return hasSucceeded(recorded) ? `"${stepKey}" has succeeded in run ${facts.runId}: there is nothing to mark.` : undefined
}
