import { isFinished, type Plan } from '@pawl/core/plugin'
import type { StepCounts } from '../generated/schema-types.ts'
import type { StepSource } from './list-steps.ts'

/** Steps and copies that are known of; a mapped step whose items are not known counts as one. */
async function countPlanned({ run, plans }: StepSource, plan: Plan): Promise<number> {
  let total = 0
  for (const step of plan.steps) {
    const { mapOver } = step
    const copies = mapOver === null ? undefined : await plans.copiesOf(run, { ...step, mapOver })
    total += copies?.length ?? 1
  }
  return total
}

/** How many steps of a run stand where, without reading them. */
export async function countSteps(source: StepSource): Promise<StepCounts> {
  const { run, plans, runs } = source
  const plan = await plans.planOf(run)
  const counts = await runs.countSteps(run.runId)
  const recorded = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const planned = plan === undefined ? 0 : await countPlanned(source, plan)
  const { STARTED = 0, UP_FOR_RETRY = 0, SUCCESS = 0, FAILURE = 0, SKIPPED = 0, REUSED = 0, MARKED_DONE = 0 } = counts
  const hasEnded = isFinished(run.status)
  return {
    total: Math.max(planned, recorded),
    notStarted: Math.max(0, planned - recorded),
    started: hasEnded ? 0 : STARTED,
    interrupted: hasEnded ? STARTED + UP_FOR_RETRY : 0,
    upForRetry: hasEnded ? 0 : UP_FOR_RETRY,
    success: SUCCESS,
    failure: FAILURE,
    skipped: SKIPPED,
    reused: REUSED,
    markedDone: MARKED_DONE,
  }
}
