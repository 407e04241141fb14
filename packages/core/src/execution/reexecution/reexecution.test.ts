import { expect, test } from 'vitest'
import { z } from 'zod'
import { planRerun, type RanRun, resultsOf, runOnce } from '../../../test/rerun.ts'
import { RerunStorage } from '../../../test/rerun-storage.ts'
import { graph } from '../../definition/graph.ts'
import { job } from '../../definition/job.ts'
import type { JobDefinition } from '../../definition/job-definition.ts'
import { op } from '../../definition/op.ts'
import { dynamicOut } from '../../definition/out.ts'
import { type } from '../../definition/schema.ts'
import { buildPlan } from '../../plan/build-plan.ts'
import type { Reexecution } from './plan-reexecution.ts'

/** Keys of the steps whose body is to throw. */
const failing = new Set<string>()
const bodies: string[] = []

function note<T>(key: string, value: T): T {
  bodies.push(key)
  if (failing.has(key)) throw new Error('told to fail')
  return value
}

const ITEMS = 1_000
const split = op({
  name: 'split',
  out: dynamicOut(z.number()),
  run: ({ step }) => note(step.key, new Map(Array.from({ length: ITEMS }, (_, index) => [`k${index}`, index]))),
})
const double = op({ name: 'double', ins: { x: type<number>() }, run: ({ step }, { x }) => note(step.key, x * 2) })
const sum = op({
  name: 'sum',
  ins: { xs: type<number[]>() },
  run: ({ step }, { xs }) =>
    note(
      step.key,
      xs.reduce((a, b) => a + b, 0),
    ),
})
const wide = job('wide', {
  run: () =>
    sum({
      xs: split()
        .map((x) => double.as('again')({ x: double({ x }) }))
        .collect(),
    }),
})

const one = op({ name: 'one', run: ({ step }) => note(step.key, 1) })
const twice = graph('twice', {
  ins: { x: type<number>() },
  run: ({ x }) => double.as('second')({ x: double.as('first')({ x }) }),
})
const nested = job('nested', { run: () => sum({ xs: [twice({ x: one() }), double.as('beside')({ x: one.as('other')() })] }) })

/** Runs of one job after each other, each the parent of the next. */
class Chain {
  readonly storage: RerunStorage = new RerunStorage()
  readonly #job: JobDefinition
  #generation = 0
  #last: RanRun | undefined
  decided: Reexecution | undefined

  constructor(what: JobDefinition) {
    this.#job = what
  }

  /** Runs the job, or re-executes it from failure; the keys of the bodies that ran. */
  async run(fails: readonly string[] = []): Promise<readonly string[]> {
    failing.clear()
    for (const key of fails) failing.add(key)
    bodies.length = 0
    const runId = `01900000-0000-7000-8000-00000000000${this.#generation++}`
    const order = { runId, planned: buildPlan(this.#job), config: {}, hostId: 'host', storage: this.storage }
    const parent = this.#last?.facts
    if (parent !== undefined) this.decided = await planRerun({ ...order, parent, strategy: 'FROM_FAILURE', opSelection: null })
    this.#last = await runOnce(order, this.decided)
    return [...bodies]
  }

  get last(): RanRun {
    if (this.#last === undefined) throw new Error('Nothing has run.')
    return this.#last
  }

  row(stepKey: string) {
    return this.decided?.decisions.find((row) => row.stepKey === stepKey)
  }

  locationOf(stepKey: string): string {
    const location = this.last.facts.steps.find((step) => step.stepKey === stepKey)?.outputs[0]?.stored.location
    if (location === undefined) throw new Error(`${stepKey} has no output.`)
    return location
  }

  result(stepKey: string): unknown {
    return resultsOf(this.last.facts, this.storage).get(stepKey)
  }
}

const result = (value: number) => ({ outputs: [['result', null, value]], empty: [] })

test('of 1,000 mapped steps 3 failed: exactly those 3 and what follows run again', async () => {
  const chain = new Chain(wide)
  const failed = ['double[k7]', 'double[k500]', 'double[k999]']
  expect(await chain.run(failed)).toHaveLength(1 + ITEMS + ITEMS - 3)
  expect(await chain.run()).toEqual([...failed, 'again[k7]', 'again[k500]', 'again[k999]', 'sum'])
  expect(chain.result('sum')).toEqual(result(4 * ((ITEMS * (ITEMS - 1)) / 2)))
})

test('a third run reuses what the first one made, and knows it from the second alone', async () => {
  const chain = new Chain(nested)
  expect(await chain.run(['twice.second'])).toEqual(['one', 'other', 'twice.first', 'beside', 'twice.second'])
  expect(await chain.run(['sum'])).toEqual(['twice.second', 'sum'])
  expect(await chain.run()).toEqual(['sum'])
  expect(chain.row('twice.first')).toMatchObject({ kind: 'reuse', originRunId: '01900000-0000-7000-8000-000000000000' })
  expect(chain.row('twice.second')).toMatchObject({ kind: 'reuse', originRunId: '01900000-0000-7000-8000-000000000001' })
  expect(chain.result('sum')).toEqual(result(6))
  // What nobody needed was carried along, too.
  expect(chain.row('one')).toMatchObject({ kind: 'reuse', outputs: [{ output: 'result' }] })
})

test('an output that turns out torn at load is made again by the next run, and only that', async () => {
  const chain = new Chain(nested)
  await chain.run(['sum'])
  chain.storage.damage(chain.locationOf('twice.second'), 'torn')
  expect(await chain.run()).toEqual([])
  expect(chain.last.end).toMatchObject({ kind: 'failure' })
  expect(chain.last.events.filter(({ type }) => type === 'OUTPUT_LOST')).toMatchObject([
    { stepKey: 'sum', payload: { upstreamStepKey: 'twice.second', output: 'result' } },
  ])
  expect(await chain.run()).toEqual(['twice.second', 'sum'])
  expect(chain.row('twice.second')).toMatchObject({ reason: { code: 'OUTPUT_MISSING' } })
  expect(chain.result('sum')).toEqual(result(6))
})

test('missing outputs are found before the run starts, and made again as far up as it takes', async () => {
  const chain = new Chain(nested)
  await chain.run(['sum'])
  for (const key of ['twice.second', 'twice.first', 'other']) chain.storage.damage(chain.locationOf(key), 'missing')
  // Nobody needs what "other" made: what it was needed for is there.
  expect(await chain.run()).toEqual(['twice.first', 'twice.second', 'sum'])
  expect(chain.last.end).toEqual({ kind: 'success' })
})

test('a run of which everything is reused is a success without a step', async () => {
  const chain = new Chain(nested)
  await chain.run()
  expect(await chain.run()).toEqual([])
  expect(chain.last.end).toEqual({ kind: 'success' })
  expect(chain.result('sum')).toEqual(result(6))
})
