import type { PreviewStepFragment, ReexecutionDecision } from '../generated/graphql.ts'

export interface StepFilter {
  /** None: all of them. */
  readonly decisions: ReadonlySet<ReexecutionDecision>
  /** Part of a step key or of a reason. */
  readonly text: string
}

export function filterSteps(
  steps: readonly PreviewStepFragment[],
  { decisions, text }: StepFilter,
): readonly PreviewStepFragment[] {
  const wanted = text.trim().toLowerCase()
  if (decisions.size === 0 && wanted === '') return steps
  return steps.filter((step) => {
    if (decisions.size > 0 && !decisions.has(step.decision)) return false
    return wanted === '' || step.stepKey.toLowerCase().includes(wanted) || step.text.toLowerCase().includes(wanted)
  })
}
