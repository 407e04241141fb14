import { newEvent } from '../../event/new-event.ts'
import type { HandledOutputPayload, RunEvent } from '../../event/run-event.ts'
import type { PlanStep, StepKey } from '../../plan/plan.ts'
import type { Reexecution } from './plan-reexecution.ts'
import type { StepDecision } from './step-decision.ts'

/** How many items each dynamic output of a reused step has. */
function itemsOf({ outputs, empty }: Extract<StepDecision, { readonly kind: 'reuse' }>): Readonly<Record<string, number>> {
  const items: Record<string, number> = Object.fromEntries(empty.map((output) => [output, 0]))
  for (const { output, mappingKey } of outputs) if (mappingKey !== undefined) items[output] = (items[output] ?? 0) + 1
  return items
}

function reusedEvent(decision: Extract<StepDecision, { readonly kind: 'reuse' }>, at: number): RunEvent {
  const { stepKey, planOrder, originRunId, reason, outputs, codeVersion, configHash, succeededAt, lost } = decision
  const items = itemsOf(decision)
  return newEvent('STEP_REUSED', {
    at,
    stepKey,
    payload: {
      planOrder,
      originRunId,
      reason,
      outputs,
      ...(codeVersion === null ? {} : { codeVersion }),
      ...(configHash === null ? {} : { configHash }),
      ...(succeededAt === null ? {} : { succeededAt }),
      ...(Object.keys(items).length === 0 ? {} : { items }),
      ...(lost.length === 0 ? {} : { lost }),
    },
  })
}

/**
 * What the log of the new run says of every step it reuses: all that the next re-execution has to know of it. To be written with
 * RUN_START, in one transaction. `at` is UTC milliseconds.
 */
export const reusedEvents = ({ decisions }: Reexecution, at: number): readonly RunEvent[] =>
  decisions.flatMap((decision) => (decision.kind === 'reuse' ? [reusedEvent(decision, at)] : []))

export interface MarkedStep {
  /** With its mapping key. */
  readonly stepKey: StepKey
  readonly step: PlanStep
  /** Of the new run's config. */
  readonly configHash: string | undefined
  readonly outputs: readonly HandledOutputPayload[]
}

/** What the log of the new run says of a step that a person has marked as done. */
export const markedDoneEvent = ({ stepKey, step, configHash, outputs }: MarkedStep, at: number): RunEvent =>
  newEvent('STEP_MARKED_DONE', {
    at,
    stepKey,
    payload: {
      planOrder: step.order,
      outputs,
      ...(step.codeVersion === null ? {} : { codeVersion: step.codeVersion }),
      ...(configHash === undefined ? {} : { configHash }),
    },
  })
