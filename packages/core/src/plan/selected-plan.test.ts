import { expect, test } from 'vitest'
import { z } from 'zod'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { buildPlan } from './build-plan.ts'
import type { PlanStep } from './plan.ts'
import { openInputs, planOfSelection } from './selected-plan.ts'

const one = op({ name: 'one', run: () => 1 })
const add = op({ name: 'add', ins: { a: z.number(), b: z.number().optional() }, run: (_, { a, b }) => a + (b ?? 0) })
const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.length })
const split = op({ name: 'split', ins: { n: z.number() }, out: dynamicOut(z.number()), run: (_, { n }) => new Map([['k', n]]) })
const { plan } = buildPlan(
  job('j', {
    run() {
      const first = one()
      const second = add({ a: first, b: first })
      const mapped = split({ n: second }).map((n) => add.as('each')({ a: n, b: first }))
      return { total: sum({ xs: [first, second] }), all: mapped.collect() }
    },
  }),
)
const stepOf = (key: string): PlanStep => {
  const step = plan.steps.find((candidate) => candidate.key === key)
  if (step === undefined) throw new Error(key)
  return step
}
const open = (key: string, ...selected: string[]): unknown =>
  openInputs(stepOf(key), new Set([key, ...selected])).map(({ input, from }) => `${input} from ${from.join(', ')}`)

test('inputs are open that come from steps outside the selection', () => {
  expect(open('add', 'one')).toEqual([])
  expect(open('add')).toEqual(['a from one', 'b from one'])
  expect(open('sum')).toEqual(['xs from one, add'])
  expect(open('sum', 'one')).toEqual(['xs from add'])
})

test('a mapped step without its items has no inputs to fill; with them, its others may be', () => {
  expect(open('each')).toEqual([])
  expect(open('each', 'split')).toEqual(['b from one'])
})

test('values that the run config gives take the place of the steps that are left out', () => {
  const config = { ops: { add: { inputs: { a: 5 } }, one: { inputs: { a: 1 } } } }
  const selected = planOfSelection(plan, new Set(['add']), config)
  const inputs = selected.steps.find(({ key }) => key === 'add')?.inputs
  expect(inputs?.['a']).toEqual({ kind: 'config', acceptsUndefined: false, path: ['ops', 'add', 'inputs', 'a'] })
  expect(inputs?.['b']).toEqual(stepOf('add').inputs['b'])
  expect(selected.steps.filter(({ key }) => key !== 'add')).toEqual(plan.steps.filter(({ key }) => key !== 'add'))
})

test('a wired input of a whole selection is never taken from the run config', () => {
  const config = { ops: { add: { inputs: { a: 5 } } } }
  expect(planOfSelection(plan, new Set(plan.steps.map(({ key }) => key)), config)).toEqual(plan)
})
