import { splitStepKey } from '@pawl/core/plugin'
import type { Step } from '../generated/schema-types.ts'
import { attemptsByStep, type StepSource } from './list-steps.ts'
import { toStep } from './to-step.ts'

/** The steps of these keys that have started, with as few reads as one would need. */
export async function startedSteps({ run, plans, runs }: StepSource, stepKeys: readonly string[]): Promise<readonly Step[]> {
  if (stepKeys.length === 0) return []
  const plan = await plans.planOf(run)
  const records = await runs.listSteps(run.runId, { stepKeys, limit: stepKeys.length })
  const earlier = await attemptsByStep(runs, run.runId, records)
  return records.map((record) => {
    const planned = plan?.steps[record.planOrder]
    return toStep({ key: record.stepKey, planned, run }, record, earlier.get(record.stepKey) ?? [])
  })
}

/** One step of a run, started or only planned; null when the run has no such step. */
export async function oneStep(source: StepSource, stepKey: string): Promise<Step | null> {
  const [started] = await startedSteps(source, [stepKey])
  if (started !== undefined) return started
  const { run, plans } = source
  const plan = await plans.planOf(run)
  const planned = plan?.steps.find(({ key }) => key === splitStepKey(stepKey).key)
  if (planned === undefined) return null
  const { mapOver } = planned
  const keys = mapOver === null ? [planned.key] : await plans.copiesOf(run, { ...planned, mapOver })
  return keys?.includes(stepKey) === true ? toStep({ key: stepKey, planned, run }, undefined, []) : null
}
