import type { SelectableGraph } from '../../plan/op-selection.ts'
import { mappedKey, type Plan, type PlanStep, type StepKey, splitStepKey, upstreamKeys } from '../../plan/plan.ts'
import { followsByKey } from '../follows-by-key.ts'
import { hasSucceeded, outputsOfFacts, type RunFacts } from './run-facts.ts'

/** The mapping key in `op[?]`, which stands for all copies that the new run may make and the old one had not. */
const NOT_EXPANDED = '?'

/** `op[?]`: a mapped step whose copies are not known yet. */
export const notExpandedKey = (key: StepKey): StepKey => mappedKey(key, NOT_EXPANDED)

/** Mapping keys of each mapped step as the run that is re-executed knew them. */
function mappingKeysOf(plan: Plan, facts: RunFacts): ReadonlyMap<StepKey, readonly string[]> {
  const producers = new Set(plan.steps.flatMap(({ mapOver }) => mapOver?.step ?? []))
  const made = new Map(
    facts.steps
      .filter((step) => producers.has(step.stepKey) && hasSucceeded(step))
      .map((step) => [step.stepKey, outputsOfFacts(step)]),
  )
  return new Map(
    plan.steps.flatMap(({ key, mapOver }): [StepKey, string[]][] => {
      if (mapOver === null) return []
      const items = made.get(mapOver.step)?.get(mapOver.output)
      return [[key, items?.kind === 'items' ? [...items.items.keys()] : []]]
    }),
  )
}

/**
 * What a re-execution can select from: every step, of mapped ones each copy that the run before had, and `op[?]` for those that it may
 * not have had.
 */
export function selectableUnits(plan: Plan, facts: RunFacts): SelectableGraph {
  const steps = new Map(plan.steps.map((step) => [step.key, step]))
  const mappingKeys = mappingKeysOf(plan, facts)
  const below = new Map<StepKey, PlanStep[]>(plan.steps.map(({ key }) => [key, []]))
  for (const step of plan.steps) for (const key of upstreamKeys(step)) below.get(key)?.push(step)

  const unitsOf = (step: PlanStep): readonly StepKey[] =>
    step.mapOver === null
      ? [step.key]
      : [...(mappingKeys.get(step.key) ?? []).map((mappingKey) => mappedKey(step.key, mappingKey)), notExpandedKey(step.key)]
  /** The units of `other` that hang together with this one; the rule is the same both ways. */
  const neighbours = (mappingKey: string | null, other: PlanStep, byKey: boolean): readonly StepKey[] =>
    mappingKey !== null && byKey ? [mappedKey(other.key, mappingKey)] : unitsOf(other)
  const stepOf = (unit: string): PlanStep | undefined => steps.get(splitStepKey(unit).key)

  return {
    keys: plan.steps.flatMap(unitsOf),
    upstream(unit) {
      const step = stepOf(unit)
      if (step === undefined) return []
      return upstreamKeys(step).flatMap((key) => {
        const above = steps.get(key)
        return above === undefined ? [] : neighbours(splitStepKey(unit).mappingKey, above, followsByKey(step, above))
      })
    },
    downstream(unit) {
      const step = stepOf(unit)
      if (step === undefined) return []
      const { mappingKey } = splitStepKey(unit)
      return (below.get(step.key) ?? []).flatMap((other) => neighbours(mappingKey, other, followsByKey(other, step)))
    },
    tags: (unit) => stepOf(unit)?.tags ?? {},
  }
}
