import { type PlanStep, sourcesOf } from '../plan/plan.ts'

/** Whether the copies of a step wait for the copies of `upstream` one by one, key by key, rather than for all of it. */
export function followsByKey(step: PlanStep, upstream: PlanStep): boolean {
  const [over, upstreamOver] = [step.mapOver, upstream.mapOver]
  if (over === null || upstreamOver === null) return false
  if (over.step !== upstreamOver.step || over.output !== upstreamOver.output) return false
  return Object.values(step.inputs)
    .flatMap(sourcesOf)
    .every((source) => source.step !== upstream.key || source.take !== 'all')
}
