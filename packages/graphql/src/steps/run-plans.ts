import {
  FrameworkError,
  mappedKey,
  type Plan,
  type PlanSource,
  type PlanStep,
  type Run,
  type RunStorage,
  readPlan,
  type StepStatus,
} from '@pawl/core/plugin'
import { lruCache } from './lru.ts'

const PLANS_KEPT = 32
const FAN_OUTS_KEPT = 256
const OUTPUTS_AT_ONCE = 1000

/** A step that gave its outputs for good: its items will not be others. */
const DONE: ReadonlySet<StepStatus> = new Set<StepStatus>(['SUCCESS', 'REUSED', 'MARKED_DONE'])

export interface RunPlans {
  /** Undefined while the run has no plan, which is until it starts. @throws FrameworkError PLAN_NOT_FOUND */
  planOf(run: Run): Promise<Plan | undefined>
  /** The keys of the copies of a mapped step in code-unit order; undefined while the items are not known. */
  copiesOf(run: Run, step: PlanStep & { readonly mapOver: PlanSource }): Promise<readonly string[] | undefined>
}

async function mappingKeys(runs: RunStorage, runId: string, source: PlanSource): Promise<readonly string[]> {
  const keys: string[] = []
  const stepKeys = [source.step]
  for (let page = await runs.listOutputs(runId, { stepKeys, limit: OUTPUTS_AT_ONCE }); ; ) {
    for (const { output, mappingKey } of page) if (output === source.output && mappingKey !== null) keys.push(mappingKey)
    const last = page.at(-1)
    if (page.length < OUTPUTS_AT_ONCE || last === undefined) return keys
    page = await runs.listOutputs(runId, { stepKeys, after: last, limit: OUTPUTS_AT_ONCE })
  }
}

/** Reads plans and what dynamic outputs made of them. Both never change once they are known, so they are kept. */
export function runPlans(runs: RunStorage): RunPlans {
  const plans = lruCache<Plan>(PLANS_KEPT)
  const fanOuts = lruCache<readonly string[]>(FAN_OUTS_KEPT)

  async function loadPlan(hash: string): Promise<Plan> {
    const stored = await runs.getPlan(hash)
    if (stored !== undefined) return readPlan(stored.snapshot)
    throw new FrameworkError('PLAN_NOT_FOUND', { message: `The plan ${hash} of this run is not in the storage any more.` })
  }

  return {
    planOf: async (run) => (run.planHash === null ? undefined : plans(run.planHash, () => loadPlan(run.planHash ?? ''))),
    async copiesOf(run, step) {
      const [source] = await runs.listSteps(run.runId, { stepKeys: [step.mapOver.step], limit: 1 })
      if (source === undefined || !DONE.has(source.status)) return undefined
      const key = `${run.runId} ${step.mapOver.step} ${step.mapOver.output}`
      const items = await fanOuts(key, () => mappingKeys(runs, run.runId, step.mapOver))
      return items.map((item) => mappedKey(step.key, item)).sort()
    },
  }
}
