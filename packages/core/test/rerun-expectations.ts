import { expect } from 'vitest'
import { outputId, whyOutOfReach } from '../src/execution/reexecution/needed-output.ts'
import type { Reexecution } from '../src/execution/reexecution/plan-reexecution.ts'
import { reexecutionScope } from '../src/execution/reexecution/reexecution-scope.ts'
import type { RunFacts } from '../src/execution/reexecution/run-facts.ts'
import { splitStepKey } from '../src/plan/plan.ts'
import { configHashOf, type RanRun, type RerunOrder, type RunOrder, resultsOf, runOnce } from './rerun.ts'
import { type JobVersion, plannedVersion } from './rerun-job.ts'
import { isOfNoCopies, RerunOracle } from './rerun-oracle.ts'
import { RerunStorage, SCOPES } from './rerun-storage.ts'

/** Every decision against the rule, with what is true of the outputs. */
export function expectByTheRule(order: RerunOrder, reexecution: Reexecution): void {
  const { planned, parent, storage, strategy, opSelection, hostId } = order
  const { plan } = planned
  const usable = new Set<string>()
  for (const { stepKey, outputs, lost } of parent.steps) {
    const isLost = new Set(lost.map((name) => outputId(stepKey, name)))
    for (const name of outputs) {
      const damage = storage.damageOf(name.stored.location)
      const isThere = damage === undefined || damage === 'torn'
      const isReadable = whyOutOfReach(name.stored, { hostId, scopes: SCOPES }) === undefined
      if (isThere && isReadable && !isLost.has(outputId(stepKey, name))) usable.add(outputId(stepKey, name))
    }
  }
  const oracle = new RerunOracle({
    plan,
    facts: parent,
    reexecution,
    scope: reexecutionScope({ plan, facts: parent, strategy, opSelection }),
    configHash: configHashOf(order),
    isUsable: (stepKey, name) => usable.has(outputId(stepKey, name)),
  })
  expect(oracle.violations()).toEqual([])
}

/** What ran is what was decided. */
export function expectAsDecided({ decisions }: Reexecution, { events, end }: RanRun): void {
  const kinds = new Map(decisions.map((row) => [row.stepKey, row]))
  const started = events.flatMap(({ type, stepKey }) => (type === 'STEP_START' && stepKey !== undefined ? [stepKey] : []))
  const undecided = started.filter((key) => {
    const planned = splitStepKey(key)
    const row = kinds.get(key) ?? kinds.get(`${planned.key}[?]`)
    return row?.kind !== 'execute' || (row.onlyKeys !== null && !row.onlyKeys.includes(planned.mappingKey ?? ''))
  })
  expect(undecided).toEqual([])
  const skipped = new Map(
    events.flatMap((event) => (event.type === 'STEP_SKIPPED' ? [[event.stepKey, event.payload.reason]] : [])),
  )
  const isWhole = !decisions.some(({ kind }) => kind === 'omit')
  const ended = new Set([...started, ...skipped.keys()])
  for (const row of decisions) {
    // What was omitted is lacking too, and may be what the execution names; copies of what was omitted never come to be skipped.
    if (row.kind === 'skip' && isWhole && !isOfNoCopies(row)) expect(skipped.get(row.stepKey)).toBe(row.reason)
    const isConcrete = row.kind === 'execute' && !row.stepKey.endsWith('[?]')
    if (isConcrete && end?.kind === 'success') expect(ended.has(row.stepKey)).toBe(true)
  }
}

interface Rest {
  readonly storage: RerunStorage
  /** Whether every step was part of the run. */
  readonly isWhole: boolean
  /** What the first run was launched with. */
  readonly selected: ReadonlySet<string> | undefined
}

/** Whatever its way there, what a run holds is what a run of today's job that never failed makes. */
export async function expectAsNeverFailed(
  version: JobVersion,
  facts: RunFacts,
  { storage, isWhole, selected }: Rest,
): Promise<void> {
  const fresh = new RerunStorage()
  const planned = plannedVersion(version, () => false)
  const order: RunOrder = {
    runId: '01900000-0000-7000-8000-000000000009',
    planned,
    config: version.config,
    hostId: 'fresh',
    storage: fresh,
  }
  const never = await runOnce(selected === undefined ? order : { ...order, selected })
  expect(never.end).toEqual({ kind: 'success' })
  const expected = resultsOf(never.facts, fresh)
  const results = resultsOf(facts, storage)
  for (const [key, result] of results) expect([key, result]).toEqual([key, expected.get(key)])
  if (isWhole) expect([...results.keys()].sort()).toEqual([...expected.keys()].sort())
}
