import { expect, test } from 'vitest'
import { z } from 'zod'
import { executeJob } from '../../test/execute-job.ts'
import { fromConfig } from '../definition/from-config.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { op } from '../definition/op.ts'
import { dynamicOut, out } from '../definition/out.ts'
import { optionalType, type } from '../definition/schema.ts'

const errorOf = async (what: JobDefinition): Promise<unknown> => {
  const run = await executeJob(what)
  return run.of('STEP_FAILURE').map(({ stepKey, payload: { error } }) => [stepKey, error.code, error.message])
}

test('an output that does not fit its schema names the step, the output and the place inside', async () => {
  const bad = op({ name: 'bad', out: z.array(z.object({ n: z.number() })), run: () => [{ n: 1 }, { n: 'two' }] as never })
  expect(await errorOf(job('j', { run: () => bad() }))).toEqual([
    ['bad', 'TYPE_CHECK_FAILED', expect.stringMatching(/^Step "bad": output "result" does not fit its schema\. \$\[1\]\.n: /)],
  ])
  const item = op({ name: 'item', out: dynamicOut(z.number()), run: () => new Map([['a', 'x']]) as never })
  expect(await errorOf(job('j', { run: () => item() }))).toEqual([
    ['item', 'TYPE_CHECK_FAILED', expect.stringContaining('item "a" of output "result"')],
  ])
})

test('an input that does not fit names the step and the input, before the body runs', async () => {
  let bodies = 0
  const gives = op({ name: 'gives', out: type<number>(), run: () => 'text' as never })
  const needs = op({ name: 'needs', ins: { n: z.number() }, run: () => ++bodies })
  expect(await errorOf(job('j', { run: () => needs({ n: gives() }) }))).toEqual([
    ['needs', 'TYPE_CHECK_FAILED', expect.stringContaining('Step "needs": input "n" does not fit its schema. $: ')],
  ])
  expect(bodies).toBe(0)
})

test('only the first problems of many are told, with their number', async () => {
  const many = op({ name: 'many', out: z.array(z.number()), run: () => Array.from({ length: 50 }, () => 'x') as never })
  expect(await errorOf(job('j', { run: () => many() }))).toEqual([
    ['many', 'TYPE_CHECK_FAILED', expect.stringMatching(/\(and 45 more\)$/)],
  ])
})

test('the parsed value is what is stored and what the next step gets', async () => {
  const seen: unknown[] = []
  const trims = op({ name: 'trims', out: z.string().transform((text) => text.trim()), run: () => '  a ' })
  const sees = op({ name: 'sees', ins: { x: z.string().transform((text) => `<${text}>`) }, run: (_, { x }) => seen.push(x) })
  await executeJob(job('j', { run: () => sees({ x: trims() }) }))
  expect(seen).toEqual(['<a>'])
})

test('an asynchronous schema is awaited', async () => {
  const slow = z.number().refine(async (n) => n > 1, 'too small')
  const gives = op({ name: 'gives', out: slow, run: () => 1 })
  expect(await errorOf(job('j', { run: () => gives() }))).toEqual([
    ['gives', 'TYPE_CHECK_FAILED', expect.stringContaining('too small')],
  ])
})

test('outputs that are missing, unknown, or no record are told apart', async () => {
  const with2 = (run: () => unknown) =>
    job('j', {
      run: () =>
        op({
          name: 'two',
          outs: { a: type<number>(), b: out(type<number>(), { required: false }) },
          run: run as never,
        })() as never,
    })
  expect(await errorOf(with2(() => ({ b: 1 })))).toEqual([
    ['two', 'MISSING_OUTPUT', 'Step "two" did not return its output "a". Return it, or declare it with { required: false }.'],
  ])
  expect(await errorOf(with2(() => ({ a: 1, c: 1 })))).toEqual([
    ['two', 'UNKNOWN_OUTPUT', 'Step "two" returned "c", but op "two" has only the outputs "a" and "b".'],
  ])
  expect(await errorOf(with2(() => [1]))).toEqual([
    ['two', 'INVALID_OUTPUT', 'Step "two": an op with named outputs returns an object with "a" and "b"; it returned an array.'],
  ])
  expect(await errorOf(with2(() => undefined))).toEqual([
    ['two', 'INVALID_OUTPUT', expect.stringContaining('it returned undefined')],
  ])
  expect(await errorOf(with2(() => ({ a: 1 })))).toEqual([])
})

test('an op that returns nothing has an output all the same', async () => {
  const nothing = op({ name: 'nothing', run: () => undefined })
  const sees = op({ name: 'sees', ins: { x: optionalType<undefined>() }, run: (_, { x }) => `saw ${x}` })
  const run = await executeJob(job('j', { run: () => sees({ x: nothing() }) }))
  expect(run.statuses()).toEqual({ nothing: 'SUCCESS', sees: 'SUCCESS' })
})

test('an input from the run config is checked like any other', async () => {
  const seen: unknown[] = []
  const reads = op({
    name: 'reads',
    ins: { n: z.coerce.number(), m: z.number().default(3) },
    run: (_, inputs) => seen.push(inputs),
  })
  const reading = job('j', { run: () => reads({ n: fromConfig(), m: fromConfig() }) })
  await executeJob(reading, { config: { ops: { reads: { inputs: { n: '5' } } } } })
  expect(seen).toEqual([{ n: 5, m: 3 }])
  const wrong = await executeJob(reading, { config: { ops: { reads: { inputs: { n: 'x' } } } } })
  expect(wrong.of('STEP_FAILURE')).toMatchObject([{ payload: { error: { code: 'TYPE_CHECK_FAILED' } } }])
})
