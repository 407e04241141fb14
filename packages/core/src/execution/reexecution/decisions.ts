import type { RunId } from '../../foundation/ids.ts'
import type { Plan, PlanStep, StepKey } from '../../plan/plan.ts'
import type { PlannedNode, UnitState } from './planned-node.ts'
import type { StepFacts } from './run-facts.ts'
import type { StepDecision } from './step-decision.ts'

type Reuse = Extract<StepDecision, { readonly kind: 'reuse' }>

function sizeOf({ outputs }: StepFacts): number | null {
  let size = 0
  for (const { stored } of outputs) {
    if (stored.sizeBytes === undefined) return null
    size += stored.sizeBytes
  }
  return size
}

const reuseOf = (facts: StepFacts): Omit<Reuse, 'stepKey' | 'planKey' | 'planOrder'> => ({
  kind: 'reuse',
  reason: `It succeeded in run ${facts.originRunId}, and nothing that it depends on has changed.`,
  originRunId: facts.originRunId,
  succeededAt: facts.succeededAt,
  sizeBytes: sizeOf(facts),
  outputs: facts.outputs,
  empty: facts.empty,
  lost: facts.lost,
  codeVersion: facts.codeVersion,
  configHash: facts.configHash,
})

interface Decided {
  readonly key: StepKey
  readonly step: PlanStep
  readonly state: UnitState
  readonly onlyKeys?: readonly string[] | null
}

function decisionOf({ key, step, state, onlyKeys = null }: Decided, parentRunId: RunId): StepDecision {
  const place = { stepKey: key, planKey: step.key, planOrder: step.order }
  switch (state.kind) {
    case 'reuse':
      return { ...place, ...reuseOf(state.facts) }
    case 'execute':
      return { ...place, kind: 'execute', reason: state.reason, onlyKeys }
    case 'skip':
      return { ...place, kind: 'skip', reason: state.reason }
    case 'mark-done':
      return { ...place, kind: 'mark-done', reason: 'A person gives its value.' }
    case 'omit': {
      const reason = state.wasLeftOut
        ? `It was not part of run ${parentRunId} either.`
        : 'It is not selected, and nothing that executes needs it.'
      return { ...place, kind: 'omit', reason, wasLeftOut: state.wasLeftOut }
    }
  }
}

function decidedIn(node: PlannedNode): readonly Decided[] {
  if (node.kind === 'unit') return [node]
  if (node.copies !== null && node.copies.size > 0) return [...node.copies.values()]
  const { step } = node
  if (node.copies !== null) return [{ key: step.key, step, state: { kind: 'skip', reason: 'There are no items to run it for.' } }]
  return [{ ...node, state: node.whole }]
}

/** The rows of the plan, in its order. */
export const decisionsOf = (plan: Plan, nodes: ReadonlyMap<StepKey, PlannedNode>, parentRunId: RunId): readonly StepDecision[] =>
  plan.steps.flatMap(({ key }) => {
    const node = nodes.get(key)
    return node === undefined ? [] : decidedIn(node).map((decided) => decisionOf(decided, parentRunId))
  })
