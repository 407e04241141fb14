import type { AttemptRecord, Plan, PlanStep, Run, RunStorage, StepRecord } from '@pawl/core/plugin'
import type { Step, StepConnection } from '../generated/schema-types.ts'
import { placeCursor, type StepPlace } from '../input/cursors.ts'
import { paged } from '../output/paged.ts'
import type { RunPlans } from './run-plans.ts'
import { toStep } from './to-step.ts'

/** Stands for the copies of a mapped step whose items are not known yet. */
const UNEXPANDED = '[?]'

interface Row extends StepPlace {
  readonly record?: StepRecord
}

const isAfter = (row: StepPlace, place: StepPlace): boolean =>
  row.planOrder > place.planOrder || (row.planOrder === place.planOrder && row.stepKey > place.stepKey)

/** Items may become known between two pages, and their keys lie on both sides of the placeholder's: begin that step again. */
const resumed = (after: StepPlace | undefined): StepPlace => {
  if (after === undefined) return { planOrder: -1, stepKey: '' }
  return after.stepKey.endsWith(UNEXPANDED) ? { ...after, stepKey: after.stepKey.slice(0, -2) } : after
}

/** What the plan says of a step: itself, the copies it has, or a placeholder for them where nothing else was listed for it. */
async function plannedKeys(run: Run, step: PlanStep, plans: RunPlans, listed: boolean): Promise<readonly string[]> {
  const { mapOver } = step
  if (mapOver === null) return [step.key]
  return (await plans.copiesOf(run, { ...step, mapOver })) ?? (listed ? [] : [`${step.key}${UNEXPANDED}`])
}

const byStepKey = (a: Row, b: Row): number => (a.stepKey < b.stepKey ? -1 : a.stepKey > b.stepKey ? 1 : 0)

function merged(planned: readonly string[], planOrder: number, records: readonly StepRecord[]): readonly Row[] {
  const started = new Map(
    records.map((record): [string, Row] => [record.stepKey, { planOrder, stepKey: record.stepKey, record }]),
  )
  const notStarted = planned.filter((key) => !started.has(key)).map((stepKey): Row => ({ planOrder, stepKey }))
  return [...started.values(), ...notStarted].sort(byStepKey)
}

/**
 * The first `count` rows after a place. The records are read no further than that, which is enough: every row before the
 * last of them is either among them or has none.
 */
async function rowsAfter(
  { run, plan, plans, runs }: StepSource & { readonly plan: Plan },
  after: StepPlace | undefined,
  count: number,
): Promise<readonly Row[]> {
  const from = resumed(after)
  const records = Map.groupBy(await runs.listSteps(run.runId, { after: from, limit: count }), ({ planOrder }) => planOrder)
  const rows: Row[] = []
  for (const step of plan.steps.slice(Math.max(0, from.planOrder))) {
    if (rows.length >= count) break
    const started = records.get(step.order) ?? []
    const planned = await plannedKeys(run, step, plans, started.length > 0 || from.planOrder === step.order)
    rows.push(...merged(planned, step.order, started).filter((row) => isAfter(row, from)))
  }
  return rows.slice(0, count)
}

export async function attemptsByStep(
  runs: RunStorage,
  runId: string,
  records: readonly (StepRecord | undefined)[],
): Promise<ReadonlyMap<string, readonly AttemptRecord[]>> {
  const isRetried = records.some((record) => (record?.attempts ?? 0) > 1)
  return Map.groupBy(isRetried ? await runs.listEarlierAttempts(runId) : [], ({ stepKey }) => stepKey)
}

export interface StepSource {
  readonly run: Run
  readonly plans: RunPlans
  readonly runs: RunStorage
}

/** A page of a run's steps in plan order: those of the plan, and the copies of mapped ones, each with its record if it has one. */
export async function listSteps(
  source: StepSource,
  page: { readonly after: StepPlace | undefined; readonly limit: number },
): Promise<StepConnection> {
  const { run, plans, runs } = source
  const plan = await plans.planOf(run)
  if (plan === undefined) return { results: [], cursor: null, hasMore: false }
  const { results: rows, hasMore } = paged(await rowsAfter({ ...source, plan }, page.after, page.limit + 1), page.limit)
  const earlier = await attemptsByStep(
    runs,
    run.runId,
    rows.map(({ record }) => record),
  )
  const results = rows.map(({ stepKey: key, planOrder, record }): Step => {
    return toStep({ key, planned: plan.steps[planOrder], run }, record, earlier.get(key) ?? [])
  })
  const last = rows.at(-1)
  return {
    results,
    cursor: last === undefined ? null : placeCursor({ planOrder: last.planOrder, stepKey: last.stepKey }),
    hasMore,
  }
}
