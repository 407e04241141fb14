import type { StoredOutput } from '../definition/io-manager.ts'
import type { PlanStep, StepKey } from '../plan/plan.ts'

/** What a step has put into one output: a value, or the items of a dynamic one in the order they were made. */
export type OutputState =
  | { readonly kind: 'one'; readonly stored: StoredOutput }
  | { readonly kind: 'items'; readonly items: ReadonlyMap<string, StoredOutput> }

/** By output name; an output that was left out is absent. */
export type StepOutputs = ReadonlyMap<string, OutputState>

export const NO_OUTPUTS: StepOutputs = new Map()

/**
 * How a step came to its end. `blocked`: something it needs has failed, so it never started. `omitted`: it is not part of this
 * run's selection and nothing of it is reused.
 */
export type StepOutcome = 'success' | 'skipped' | 'failed' | 'blocked' | 'omitted'

export type UnitStatus = 'waiting' | 'ready' | 'running' | 'up-for-retry' | StepOutcome

/** A step that runs by itself: an unmapped one, or one copy of a mapped one. */
export interface Unit {
  readonly kind: 'unit'
  readonly key: StepKey
  readonly step: PlanStep
  readonly mappingKey: string | null
  status: UnitStatus
  /** How many upstream steps have not come to their end yet. */
  waitingFor: number
  /** Attempts started. */
  attempts: number
  outputs: StepOutputs
  /** Whether those downstream know that it has ended. */
  told: boolean
}

/** A mapped step: all its copies. Its outcome is `success` once all copies have ended, whatever theirs, or what kept it from having any. */
export interface Group {
  readonly kind: 'group'
  readonly step: PlanStep
  /** Null until the dynamic output it maps over is there. By mapping key, in the order of the items. */
  copies: Map<string, Unit> | null
  /** Copies that have not come to their end. */
  pending: number
  /** Copies that failed or were blocked. */
  failures: number
  outcome: StepOutcome | null
  told: boolean
}
