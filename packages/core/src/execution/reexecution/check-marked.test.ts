import { expect, test } from 'vitest'
import { z } from 'zod'
import { smallFacts } from '../../../test/small-facts.ts'
import { job } from '../../definition/job.ts'
import { op } from '../../definition/op.ts'
import { dynamicOut, out } from '../../definition/out.ts'
import { buildPlan } from '../../plan/build-plan.ts'
import { checkMarked, marksInForce, outputsToMark } from './check-marked.ts'

const split = op({ name: 'split', out: dynamicOut(z.number()), run: () => new Map([['k', 1]]) })
const one = op({ name: 'one', ins: { x: z.number() }, out: z.number().transform((n) => n * 10), run: (_, { x }) => x })
const several = op({
  name: 'several',
  outs: { total: out(z.number()), note: out(z.string(), { required: false }) },
  run: () => ({ total: 1 }),
})
const silent = op({ name: 'silent', run: () => {} })
const throwing = op({
  name: 'throwing',
  out: z.number().refine(() => {
    throw new Error('a schema of the user')
  }),
  run: () => 1,
})
const planned = buildPlan(
  job('marks', {
    run: () => {
      const { total, note } = several()
      return { ones: split().map((x) => one({ x })), total, note, silent: silent(), throwing: throwing() }
    },
  }),
  { ioManager: 'default' },
)

const mark = (stepKey: string, output: string | null, value: null | number | string = null) => ({ stepKey, output, value })
const problemsOf = async (...marked: ReturnType<typeof mark>[]) => {
  const checked = await checkMarked(planned, marked)
  return checked.ok ? [] : checked.problems.map(({ output, message }) => [output, message])
}

test('values pass the schemas of the outputs, as what an op returns does', async () => {
  const checked = await checkMarked(planned, [
    mark('one[k]', 'result', 4),
    mark('several', 'note', 'x'),
    mark('several', 'total', 2),
  ])
  expect(checked.ok && checked.marks.map(({ stepKey, values }) => [stepKey, Object.fromEntries(values)])).toEqual([
    ['one[k]', { result: 40 }],
    ['several', { total: 2, note: 'x' }],
  ])
})

test('a step that gives nothing is marked without a value; optional outputs may be left out', async () => {
  const checked = await checkMarked(planned, [mark('silent', null), mark('several', 'total', 2)])
  expect(checked.ok && checked.marks.map(({ values }) => [...values])).toEqual([[['result', undefined]], [['total', 2]]])
})

test('all that is wrong is told at once', async () => {
  expect(
    await problemsOf(
      mark('one[k]', 'result', 'four'),
      mark('several', 'notes', 'x'),
      mark('several', 'note', 3),
      mark('split', 'result', 1),
      mark('nothing', 'result', 1),
      mark('throwing', 'result', 1),
    ),
  ).toEqual([
    ['result', expect.stringContaining('Step "one[k]": output "result" does not fit its schema.')],
    ['notes', '"several" has no output "notes"; it has "total" and "note".'],
    ['total', '"several" needs a value for its output "total".'],
    ['note', expect.stringContaining('does not fit its schema')],
    [null, expect.stringContaining('dynamic output')],
    [null, 'The job has no step "nothing".'],
    [null, '"throwing" could not be checked: a schema of the user'],
  ])
  expect(await problemsOf(mark('one[k]', 'result', 1), mark('one[k]', 'result', 2))).toEqual([
    ['result', 'The output "result" of "one[k]" is given twice. Keep one.'],
  ])
})

test('the outputs that a mark has to give are named', () => {
  expect(planned.plan.steps.map((step) => outputsToMark(step).join(' '))).toEqual(
    expect.arrayContaining(['total note?', 'result']),
  )
})

test('a retry acts on the marks of the run before only where that has not stored them yet, unless every step is done again', () => {
  const terms = { markedDone: [mark('a', 'result', 1), mark('b', 'result', 2)], withDownstream: false }
  const facts = smallFacts({ a: { status: 'MARKED_DONE' }, b: { status: 'FAILURE' } })
  const keys = (strategy: 'FROM_FAILURE' | 'ALL_STEPS') => marksInForce(terms, facts, strategy).map(({ stepKey }) => stepKey)
  expect(keys('FROM_FAILURE')).toEqual(['b'])
  expect(keys('ALL_STEPS')).toEqual(['a', 'b'])
  expect(marksInForce(null, facts, 'ALL_STEPS')).toEqual([])
})
