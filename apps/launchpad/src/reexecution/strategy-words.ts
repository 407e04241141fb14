import type { ReexecutionStrategy } from '../generated/graphql.ts'

export interface StrategyWords {
  /** What a button says that does it. */
  readonly action: string
  /** After "Retried", "Re-executed": how. */
  readonly how: string
  readonly explanation: string
}

/** In the order in which they are offered. */
export const STRATEGIES: readonly ReexecutionStrategy[] = ['FROM_FAILURE', 'ALL_STEPS', 'SELECTED', 'FROM_SELECTED']

export const STRATEGY_WORDS: Readonly<Record<ReexecutionStrategy, StrategyWords>> = {
  FROM_FAILURE: {
    action: 'Retry from failure',
    how: 'from failure',
    explanation: 'What failed, what did not run, and all that follows from it.',
  },
  ALL_STEPS: { action: 'Re-execute all steps', how: 'all steps', explanation: 'Everything again.' },
  SELECTED: {
    action: 'Re-execute selected steps',
    how: 'selected steps',
    explanation: 'These steps, and what they need that is not there.',
  },
  FROM_SELECTED: {
    action: 'Re-execute from selected steps',
    how: 'from selected steps',
    explanation: 'These steps and all that follow them.',
  },
}

/** Whether the steps have to be named. */
export const needsSelection = (strategy: ReexecutionStrategy): boolean => strategy === 'SELECTED' || strategy === 'FROM_SELECTED'
