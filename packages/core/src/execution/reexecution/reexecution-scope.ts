import { FrameworkError } from '../../foundation/errors.ts'
import { type SelectableGraph, type SelectionResult, selectSteps } from '../../plan/op-selection.ts'
import type { Plan, StepKey } from '../../plan/plan.ts'
import { keysOfSelection } from '../../plan/selected-keys.ts'
import type { Strategy } from '../../run/run.ts'
import type { RunFacts } from './run-facts.ts'
import { selectableUnits } from './selectable-units.ts'

/** The steps that a re-execution is about. Others are reused where they can be, and execute only where these need them to. */
export interface ReexecutionScope {
  /** Step keys with mapping keys, `op[?]` for copies that are not known yet; undefined: every step. */
  readonly keys: ReadonlySet<StepKey> | undefined
  /** Whether they execute even if they could be reused: because everything, or they, were asked for. */
  readonly force: 'all' | 'selected' | null
}

export interface ScopeQuestion {
  readonly plan: Plan
  readonly facts: RunFacts
  readonly strategy: Strategy
  /** In the op selection grammar; mapping keys may be named. */
  readonly opSelection: string | null
  /** Whether the selection takes in all that follows the steps it names, whatever the strategy; FROM_SELECTED always does. */
  readonly withDownstream?: boolean
}

/** The selected steps and all that lies downstream of them. */
function andDownstream(graph: SelectableGraph, selection: SelectionResult): ReadonlySet<StepKey> {
  const selected = new Set(keysOfSelection(selection))
  // A set that grows while it is walked: each key is visited once.
  for (const key of selected) for (const next of graph.downstream(key)) selected.add(next)
  return selected
}

/**
 * What a strategy and a selection ask for.
 * @throws FrameworkError INVALID_OP_SELECTION (details: position, length); SELECTION_REQUIRED for SELECTED and FROM_SELECTED without one
 */
export function reexecutionScope({
  plan,
  facts,
  strategy,
  opSelection,
  withDownstream = false,
}: ScopeQuestion): ReexecutionScope {
  if (opSelection === null) {
    if (strategy === 'ALL_STEPS') return { keys: undefined, force: 'all' }
    if (strategy === 'FROM_FAILURE') return { keys: undefined, force: null }
    const message = `A re-execution with the strategy ${strategy} says which ops it selects, such as "clean*, report".`
    throw new FrameworkError('SELECTION_REQUIRED', { message, details: { strategy } })
  }
  const graph = selectableUnits(plan, facts)
  const selection = selectSteps(graph, opSelection, { mappingKeys: true })
  const keys = withDownstream || strategy === 'FROM_SELECTED' ? andDownstream(graph, selection) : keysOfSelection(selection)
  return { keys, force: strategy === 'FROM_FAILURE' ? null : 'selected' }
}
