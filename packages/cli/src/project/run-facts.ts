import {
  type Instance,
  type Plan,
  type Run,
  readPlan,
  type SerializedError,
  type StepRecord,
  type StoredEvent,
} from '@pawl/core/plugin'
import type { PlannedOp } from '../progress/progress.ts'

/** Undefined until the run has started. */
export async function planOf({ runs }: Pick<Instance, 'runs'>, { planHash }: Run): Promise<Plan | undefined> {
  const stored = planHash === null ? undefined : await runs.getPlan(planHash)
  return stored === undefined ? undefined : readPlan(stored.snapshot)
}

export const plannedOps = (plan: Plan): readonly PlannedOp[] =>
  plan.steps.map(({ key, mapOver }) => ({
    key,
    mapOver: mapOver === null ? null : { key: mapOver.step, output: mapOver.output },
  }))

const AT_ONCE = 1_000

/** Every step of a run that has started, in the order of the plan. */
export async function allSteps({ runs }: Pick<Instance, 'runs'>, { runId }: Run): Promise<readonly StepRecord[]> {
  const all: StepRecord[] = []
  for (;;) {
    const after = all.at(-1)
    const page = await runs.listSteps(runId, { limit: AT_ONCE, ...(after === undefined ? {} : { after }) })
    all.push(...page)
    if (page.length < AT_ONCE) return all
  }
}

/** An output of the job itself, as its body returned it. */
export interface JobOutput {
  readonly name: string
  readonly stepKey: string
  /** Null for what many steps have given together: there is no one place for it. */
  readonly location: string | null
  readonly sizeBytes: number | null
}

/** What the job returned, as far as it is there. A dynamic output gives one entry for each item. */
export async function jobOutputs(instance: Pick<Instance, 'runs'>, run: Run): Promise<readonly JobOutput[]> {
  const plan = await planOf(instance, run)
  if (plan === undefined) return []
  const isMapped = new Map(plan.steps.map(({ key, mapOver }) => [key, mapOver !== null]))
  const outputs = Object.entries(plan.outputs).map(async ([name, source]): Promise<readonly JobOutput[]> => {
    if (isMapped.get(source.step) === true) return [{ name, stepKey: source.step, location: null, sizeBytes: null }]
    const records = await instance.runs.listOutputs(run.runId, { stepKeys: [source.step], limit: AT_ONCE })
    return records
      .filter(({ output }) => output === source.output)
      .map(({ mappingKey, stored }) => ({
        name: mappingKey === null ? name : `${name}[${mappingKey}]`,
        stepKey: source.step,
        location: stored.location,
        sizeBytes: stored.sizeBytes ?? null,
      }))
  })
  return (await Promise.all(outputs)).flat()
}

export interface RunFailureFacts {
  readonly reason: string
  readonly stepKey: string | null
  readonly attempt: number | null
  readonly message: string
  readonly error: SerializedError | null
}

/** Why a run has failed: the first failure of a step, or what befell the run itself. Null unless it has failed. */
export async function runFailure({ eventLog }: Pick<Instance, 'eventLog'>, run: Run): Promise<RunFailureFacts | null> {
  if (run.status !== 'FAILURE') return null
  const first = async (type: string): Promise<StoredEvent | undefined> =>
    (await eventLog.listEvents(run.runId, { afterSeq: 0, limit: 1, filter: { types: [type] } }))[0]
  const reason = run.failureReason ?? 'RUN_EXCEPTION'
  const isOfStep = reason === 'STEP_FAILURE' || reason === 'RESOURCE_INIT_FAILURE'
  const step = isOfStep ? await first('STEP_FAILURE') : undefined
  if (step !== undefined && !('unknown' in step) && step.type === 'STEP_FAILURE') {
    const { error } = step.payload
    return { reason, stepKey: step.stepKey ?? null, attempt: step.attempt ?? null, message: error.message, error }
  }
  const end = await first('RUN_FAILURE')
  if (end === undefined || 'unknown' in end || end.type !== 'RUN_FAILURE')
    return { reason, stepKey: null, attempt: null, message: reason, error: null }
  const { message, error = null } = end.payload
  return { reason, stepKey: null, attempt: null, message, error }
}
