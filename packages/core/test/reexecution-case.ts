import { planReexecution, type Reexecution } from '../src/execution/reexecution/plan-reexecution.ts'
import type { ReexecutionQuestion } from '../src/execution/reexecution/reexecution-question.ts'
import { reexecutionScope } from '../src/execution/reexecution/reexecution-scope.ts'
import type { RunFacts } from '../src/execution/reexecution/run-facts.ts'
import type { Plan } from '../src/plan/plan.ts'
import type { Strategy } from '../src/run/run.ts'

export interface Case extends Partial<Omit<ReexecutionQuestion, 'plan' | 'facts' | 'scope' | 'presence' | 'configHash'>> {
  readonly plan: Plan
  readonly facts: RunFacts
  readonly strategy?: Strategy
  readonly select?: string
  readonly presence?: Readonly<Record<string, 'present' | 'missing' | 'changed' | 'unknown'>>
  readonly hashes?: Readonly<Record<string, string>>
}

/** Decides by what is given; whatever is not given is as simple as can be. */
export function planned({
  plan,
  facts,
  strategy = 'FROM_FAILURE',
  select,
  presence = {},
  hashes = {},
  ...rest
}: Case): Reexecution {
  return planReexecution({
    plan,
    facts,
    scope: reexecutionScope({ plan, facts, strategy, opSelection: select ?? null }),
    configHash: (key) => hashes[key],
    reach: { hostId: 'host', scopes: { default: 'shared', disk: 'host', memory: 'process' } },
    presence: new Map(Object.entries(presence)),
    ...rest,
  })
}

/** Each row in short: its kind, and the code of what executes. */
export const rows = (question: Case): Readonly<Record<string, string>> =>
  Object.fromEntries(
    planned(question).decisions.map((decision) => [
      decision.stepKey,
      decision.kind === 'execute' ? decision.reason.code : decision.kind,
    ]),
  )

export const reasonOf = (question: Case, stepKey: string): unknown =>
  planned(question).decisions.find((decision) => decision.stepKey === stepKey)?.reason
