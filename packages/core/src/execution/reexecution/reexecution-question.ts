import type { Plan, StepKey } from '../../plan/plan.ts'
import type { KnownPresence, OutputReach } from './needed-output.ts'
import type { ReexecutionScope } from './reexecution-scope.ts'
import type { RunFacts } from './run-facts.ts'

/** All that a re-execution is decided by. */
export interface ReexecutionQuestion {
  /** Of the current code; with a selection, as the run will follow it. */
  readonly plan: Plan
  /** Of the run that is re-executed. */
  readonly facts: RunFacts
  readonly scope: ReexecutionScope
  /** The hash of what the new run's config says to a step, by plan key. */
  readonly configHash: (key: StepKey) => string | undefined
  readonly reach: OutputReach
  readonly presence: KnownPresence
  /** Steps for which a person gives a value; checked before by `markProblem`. */
  readonly markedDone?: ReadonlySet<StepKey>
  readonly resources?: ResourceChanges
  /** What is taken of needed outputs that `presence` says nothing of; `present` unless said otherwise. */
  readonly unasked?: 'present' | 'missing'
}

/** Resources whose config is another than in the run that is re-executed, and the resources that a planned step uses. */
export interface ResourceChanges {
  readonly changed: readonly string[]
  readonly usedBy: (key: StepKey) => readonly string[]
}
