import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chance, type Draw, hashed } from '../../../test/random-plan.ts'
import { planRerun, type RanRun, type RerunOrder, runOnce } from '../../../test/rerun.ts'
import { expectAsDecided, expectAsNeverFailed, expectByTheRule } from '../../../test/rerun-expectations.ts'
import { drawFrom, firstVersion, nextVersion, plannedVersion } from '../../../test/rerun-job.ts'
import { RerunStorage } from '../../../test/rerun-storage.ts'
import { Statistics } from '../../../test/statistics.ts'
import { type StepKey, splitStepKey } from '../../plan/plan.ts'
import type { Strategy } from '../../run/run.ts'
import type { Reexecution } from './plan-reexecution.ts'
import { hasSucceeded, type RunFacts } from './run-facts.ts'

const LAST_GENERATION = 3
const runIdOf = (generation: number): string => `01900000-0000-7000-8000-00000000000${generation}`

function damageSome(facts: RunFacts, storage: RerunStorage, draw: Draw): void {
  const percent = [0, 10, 25][draw(3)] ?? 0
  for (const { outputs } of facts.steps) {
    for (const { stored } of outputs) {
      if (!chance(draw, percent) || storage.damageOf(stored.location) !== undefined) continue
      storage.damage(stored.location, (['missing', 'missing', 'changed', 'torn'] as const)[draw(4)] ?? 'missing')
    }
  }
}

interface Case {
  readonly seed: number
  readonly size: number
  readonly seen: Set<string>
  readonly strategyOf: (draw: Draw, facts: RunFacts) => Pick<RerunOrder, 'strategy' | 'opSelection'>
  /** What the first run is launched with; absent: everything. */
  readonly selectionOf?: (draw: Draw, keys: readonly StepKey[]) => ReadonlySet<StepKey>
}

function look({ facts, end }: RanRun, seen: Set<string>): void {
  const failures = facts.steps.filter(({ status }) => status === 'FAILURE')
  if (failures.length >= 2) seen.add('two or more failures')
  if (end?.kind === 'failure') seen.add('failed')
  if (facts.steps.some(({ stepKey }) => stepKey.includes('['))) seen.add('dynamic')
  if (facts.plan?.steps.some(({ outs }) => Object.values(outs).some(({ required }) => !required))) seen.add('optional outputs')
  if (facts.steps.some(({ status }) => status === 'SKIPPED')) seen.add('skipped steps')
}

function lookAtPlan({ decisions }: Reexecution, seen: Set<string>): void {
  for (const row of decisions) {
    if (row.kind === 'reuse' || row.kind === 'omit') seen.add(row.kind)
    if (row.kind !== 'execute') continue
    if (row.stepKey.endsWith('[?]')) seen.add('keys made anew')
    if (row.reason.code === 'OUTPUT_MISSING' || row.reason.code === 'OUTPUT_CHANGED') seen.add('missing outputs')
    if (row.reason.code === 'OUTPUT_NOT_PERSISTED') seen.add('outputs out of reach')
    if (row.reason.code.endsWith('_CHANGED') && row.reason.code !== 'OUTPUT_CHANGED') seen.add('changed code or config')
  }
}

/** Runs a random job, and re-executes it over and over, while steps fail, outputs get lost and the job is changed. */
async function checkCase({ seed, size, strategyOf, selectionOf, seen }: Case): Promise<void> {
  const draw = drawFrom(seed ^ 0x2545f491)
  const storage = new RerunStorage()
  const failing = [8, 15, 30][draw(3)] ?? 0
  const failsIn =
    (generation: number) =>
    (key: string): boolean =>
      generation < LAST_GENERATION && hashed(seed, `${generation} ${key}`) % 100 < failing / (generation + 1)
  let version = firstVersion(seed, size)
  const orderOf = (generation: number) => ({ planned: plannedVersion(version, failsIn(generation)), config: version.config })
  const selected = selectionOf?.(
    draw,
    version.plan.steps.map(({ key }) => key),
  )
  let run = await runOnce({ runId: runIdOf(0), ...orderOf(0), hostId: 'h0', storage, selected })
  look(run, seen)
  let isWhole = true
  for (let generation = 1; generation <= LAST_GENERATION; generation++) {
    version = nextVersion(version, draw)
    damageSome(run.facts, storage, draw)
    if (generation === LAST_GENERATION) storage.revealTorn()
    const order: RerunOrder = {
      runId: runIdOf(generation),
      ...orderOf(generation),
      hostId: `h${chance(draw, 20) ? 1 : 0}`,
      storage,
      parent: run.facts,
      ...strategyOf(draw, run.facts),
    }
    const reexecution = await planRerun(order)
    lookAtPlan(reexecution, seen)
    isWhole = isOfAll(reexecution)
    expectByTheRule(order, reexecution)
    run = await runOnce(order, reexecution)
    look(run, seen)
    expectAsDecided(reexecution, run)
    if (run.end?.kind === 'success' && chance(draw, 70)) break
  }
  if (run.end?.kind !== 'success') expect(run.end).toEqual({ kind: 'success' })
  await expectAsNeverFailed(version, run.facts, { storage, isWhole, selected })
}

/** Whether every step that was ever part of the job's runs is part of this one. */
const isOfAll = ({ decisions }: Reexecution): boolean =>
  decisions.every((row) => (row.kind === 'execute' ? row.onlyKeys === null : row.kind !== 'omit' || row.wasLeftOut))

async function checkCases(numRuns: number, rest: Pick<Case, 'strategyOf' | 'selectionOf'>): Promise<Statistics> {
  const statistics = new Statistics()
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, size }) => {
      const seen = new Set<string>()
      await checkCase({ seed, size, seen, ...rest })
      statistics.add(seen)
    }),
    { numRuns },
  )
  return statistics
}

const cases = fc.record({ seed: fc.nat(), size: fc.integer({ min: 1, max: 40 }) })

test('re-executed from failure until it succeeds, a run ends as one that never failed, and nothing runs again without need', async () => {
  const statistics = await checkCases(1_000, { strategyOf: () => ({ strategy: 'FROM_FAILURE', opSelection: null }) })
  statistics.print('From failure')
  expect(statistics.percent('dynamic')).toBeGreaterThanOrEqual(30)
  expect(statistics.percent('optional outputs')).toBeGreaterThanOrEqual(20)
  expect(statistics.percent('two or more failures')).toBeGreaterThanOrEqual(20)
  expect(statistics.percent('missing outputs')).toBeGreaterThanOrEqual(20)
})

test('so does a run that was launched with a selection, and what it was to go without it goes without again', async () => {
  const statistics = await checkCases(200, {
    selectionOf: (draw, keys) => new Set(keys.filter((_, index) => index === 0 || chance(draw, 75))),
    strategyOf: (_draw, { plan, leftOut }) => {
      const keys = plan?.steps.map(({ key }) => key).filter((key) => !leftOut.includes(key))
      return { strategy: 'FROM_FAILURE', opSelection: keys?.join(', ') ?? null }
    },
  })
  statistics.print('From failure of a selection')
})

function selectSome(draw: Draw, { plan, steps }: RunFacts): string {
  const copies = steps.flatMap(({ stepKey }) => (stepKey.includes('[') ? [stepKey] : []))
  const keys = [...(plan?.steps.map(({ key }) => key) ?? []), ...copies.filter((key) => isNameable(key, { plan, steps }))]
  const some = Array.from({ length: 1 + draw(3) }, () => `${keys[draw(keys.length)]}${chance(draw, 20) ? '+' : ''}`)
  return some.join(', ')
}

/** Whether a copy is known: the step that made its key has succeeded. */
function isNameable(key: StepKey, { plan, steps }: Pick<RunFacts, 'plan' | 'steps'>): boolean {
  const producer = plan?.steps.find((step) => step.key === splitStepKey(key).key)?.mapOver?.step
  return steps.some((step) => step.stepKey === producer && hasSucceeded(step))
}

const STRATEGIES: readonly Strategy[] = ['FROM_FAILURE', 'SELECTED', 'FROM_SELECTED', 'ALL_STEPS']

test('whatever is re-executed by whatever strategy, what a run holds is what a run that never failed makes', async () => {
  const statistics = await checkCases(400, {
    strategyOf(draw, facts) {
      const strategy = STRATEGIES[draw(chance(draw, 10) ? 4 : 3)] ?? 'SELECTED'
      const isWhole = strategy === 'ALL_STEPS' || (strategy === 'FROM_FAILURE' && chance(draw, 50))
      return { strategy, opSelection: isWhole ? null : selectSome(draw, facts) }
    },
  })
  statistics.print('By every strategy')
})
