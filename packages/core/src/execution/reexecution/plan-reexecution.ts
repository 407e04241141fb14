import type { RunId } from '../../foundation/ids.ts'
import type { StepKey } from '../../plan/plan.ts'
import { StepDecider } from './decide-steps.ts'
import { decisionsOf } from './decisions.ts'
import { findNeeds } from './find-needs.ts'
import { RecordJudge } from './judge-record.ts'
import type { NeededOutput } from './needed-output.ts'
import type { PlannedNode } from './planned-node.ts'
import type { ReexecutionQuestion } from './reexecution-question.ts'
import { reexecutionWarnings } from './reexecution-warnings.ts'
import type { ExecuteReason, ReexecutionWarning, StepDecision } from './step-decision.ts'

/** What a new run does about each step of the current plan; JSON. */
export interface Reexecution {
  readonly parentRunId: RunId
  /** In the plan's order, copies in the order of their items. */
  readonly decisions: readonly StepDecision[]
  readonly warnings: readonly ReexecutionWarning[]
  /** What the new run's RUN_START says of steps that were never part of the runs before and are not part of this one either. */
  readonly leftOut: readonly StepKey[]
  /** Needed outputs of which nothing is known yet. The decisions stand once there are none: ask, and plan again. */
  readonly unasked: readonly NeededOutput[]
}

interface Settled {
  readonly nodes: ReadonlyMap<StepKey, PlannedNode>
  readonly unknown: readonly NeededOutput[]
  readonly unasked: readonly NeededOutput[]
}

/** Down and up until nothing more is found to be needed. What executes only ever grows, so this ends. */
function settle(question: ReexecutionQuestion, judge: RecordJudge): Settled {
  const { plan, scope, markedDone = new Set(), reach, presence, unasked = 'present' } = question
  const decider = new StepDecider({ plan, judge, scope, markedDone })
  const needed = new Map<StepKey, ExecuteReason>()
  const doubtful: NeededOutput[] = []
  for (;;) {
    const nodes = decider.decide(needed)
    const needs = findNeeds(nodes, { plan, judge, reach, presence, unasked })
    // What is taken to be missing makes its step execute, which then does not need it any more.
    if (unasked === 'missing') doubtful.push(...needs.unasked)
    if (needs.found.size === 0)
      return { nodes, unknown: needs.unknown, unasked: unasked === 'missing' ? doubtful : needs.unasked }
    for (const [key, reason] of needs.found) needed.set(key, reason)
  }
}

/**
 * The one planner of re-executions: pure, the same for the preview and for the run itself.
 *
 * A step is reused if it succeeded, its code version and config are unchanged, what is needed of its outputs is there, and nothing
 * upstream of it executes; everything downstream of an executing step executes. Steps outside the scope execute only where one
 * inside needs what they made and they cannot be reused; else they are omitted.
 */
export function planReexecution(question: ReexecutionQuestion): Reexecution {
  const { plan, facts } = question
  const judge = new RecordJudge(plan, facts, question.configHash)
  const { nodes, unknown, unasked } = settle(question, judge)
  const decisions = decisionsOf(plan, nodes, facts.runId)
  return {
    parentRunId: facts.runId,
    decisions,
    warnings: reexecutionWarnings({ question, decisions, unknown }),
    leftOut: stillLeftOut(facts.leftOut, decisions),
    unasked,
  }
}

function stillLeftOut(leftOut: readonly StepKey[], decisions: readonly StepDecision[]): readonly StepKey[] {
  const isIn = (row: StepDecision): boolean => row.kind !== 'omit' || !row.wasLeftOut
  const joined = new Set(decisions.filter(isIn).map(({ planKey }) => planKey))
  return leftOut.filter((key) => !joined.has(key))
}
