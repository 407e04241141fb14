import type { Plan, StepKey } from '../../plan/plan.ts'
import { splitStepKey } from '../../plan/plan.ts'
import { hasSucceeded, type RunFacts, type StepFacts } from './run-facts.ts'

export interface SourceQuestion {
  readonly plan: Plan
  /** Plan keys of the steps that the run is about; undefined for all. */
  readonly selected: ReadonlySet<StepKey> | undefined
  readonly configHash: (key: StepKey) => string | undefined
}

/**
 * The facts of a run, and with them what a run that its inputs come from has made for steps that are not selected. A person has chosen
 * that run: what it made is taken as it is, of whatever code and config. What the run itself has on record of a step goes before it.
 */
export function withSourceFacts(facts: RunFacts, source: RunFacts | null, question: SourceQuestion): RunFacts {
  const { plan, selected, configHash } = question
  if (source === null || selected === undefined) return facts
  const steps = new Map(plan.steps.map((step) => [step.key, step]))
  const recorded = new Set(facts.steps.map(({ stepKey }) => splitStepKey(stepKey).key))
  const taken = source.steps.flatMap((step): StepFacts[] => {
    const { key } = splitStepKey(step.stepKey)
    const planned = steps.get(key)
    if (planned === undefined || selected.has(key) || recorded.has(key) || !hasSucceeded(step)) return []
    return [{ ...step, codeVersion: planned.codeVersion, configHash: configHash(key) ?? null }]
  })
  return { ...facts, steps: [...taken, ...facts.steps] }
}
