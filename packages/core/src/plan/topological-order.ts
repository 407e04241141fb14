import { FrameworkError } from '../foundation/errors.ts'
import { listed } from '../foundation/text.ts'
import { type PlanStep, type StepKey, upstreamKeys } from './plan.ts'

type Draft = Omit<PlanStep, 'order'>

/**
 * Every step after all it waits for, otherwise in the order given (Kahn's algorithm with a queue in wiring order).
 * @throws FrameworkError PLAN_CYCLE naming the steps of the cycle
 */
export function topologicalOrder(drafts: readonly Draft[]): readonly Draft[] {
  const byKey = new Map(drafts.map((draft) => [draft.key, draft]))
  const waitingFor = new Map<StepKey, number>()
  const downstream = new Map<StepKey, Draft[]>()
  for (const draft of drafts) {
    const upstream = upstreamKeys(draft as PlanStep).filter((key) => byKey.has(key))
    waitingFor.set(draft.key, upstream.length)
    for (const key of upstream) downstream.set(key, [...(downstream.get(key) ?? []), draft])
  }
  const ordered = drafts.filter((draft) => waitingFor.get(draft.key) === 0)
  for (let next = 0; next < ordered.length; next++) {
    for (const draft of downstream.get(ordered[next]?.key ?? '') ?? []) {
      const left = (waitingFor.get(draft.key) ?? 0) - 1
      waitingFor.set(draft.key, left)
      if (left === 0) ordered.push(draft)
    }
  }
  if (ordered.length === drafts.length) return ordered
  const stuck = drafts.filter((draft) => (waitingFor.get(draft.key) ?? 0) > 0).map((draft) => draft.key)
  throw new FrameworkError('PLAN_CYCLE', {
    message: `These steps wait for each other: ${listed(stuck)}. Remove one of the dependencies.`,
  })
}
