import { expect, test } from 'vitest'
import { z } from 'zod'
import { executeJob } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut, out } from '../definition/out.ts'
import { optionalType, type } from '../definition/schema.ts'

const choose = op({
  name: 'choose',
  outs: { left: out(z.number(), { required: false }), right: out(z.number(), { required: false }) },
  run: () => ({ left: 1 }),
})
const take = op({ name: 'take', ins: { x: type<number>() }, run: (_, { x }) => x })
const maybe = op({ name: 'maybe', ins: { x: optionalType<number>() }, run: (_, { x }) => x ?? 'nothing' })
const sum = op({ name: 'sum', ins: { xs: type<number[]>() }, run: (_, { xs }) => xs.reduce((a, b) => a + b, 0) })
const fail = op({
  name: 'fail',
  run: (): number => {
    throw new Error('x')
  },
})

test('a consumer of an output that was left out is skipped, and so is what needs it in turn', async () => {
  const run = await executeJob(
    job('j', {
      run() {
        const { left, right } = choose()
        return { taken: take({ x: left }), skipped: take.as('after')({ x: take.as('skipped')({ x: right }) }) }
      },
    }),
  )
  expect(run.statuses()).toEqual({ choose: 'SUCCESS', take: 'SUCCESS', skipped: 'SKIPPED', after: 'SKIPPED' })
  expect(run.of('STEP_SKIPPED').map(({ stepKey, payload }) => [stepKey, payload.reason])).toEqual([
    ['skipped', 'Input "x" got nothing: "choose" was skipped or left its output "right" out.'],
    ['after', 'Input "x" got nothing: "skipped" was skipped or left its output "result" out.'],
  ])
  expect(run.of('STEP_SUCCESS', 'choose')).toMatchObject([{ payload: { leftOut: ['right'] } }])
  expect(run.end).toEqual({ kind: 'success' })
})

test('an input that accepts undefined gets it, and its step runs', async () => {
  const run = await executeJob(
    job('j', {
      run() {
        const { left, right } = choose()
        return { l: take({ x: left }), m: maybe({ x: take.as('skipped')({ x: right }) }) }
      },
    }),
  )
  expect(run.statuses()).toMatchObject({ skipped: 'SKIPPED', maybe: 'SUCCESS' })
  // The log tells the cause before what came of it.
  expect(run.story('STEP_SKIPPED', 'STEP_START').slice(1, 4)).toEqual([
    'STEP_SKIPPED skipped#-',
    'STEP_START take#1',
    'STEP_START maybe#1',
  ])
})

test('fan-in drops what was skipped; if every source was, the consumer is skipped', async () => {
  const run = await executeJob(
    job('j', {
      run() {
        const { left, right } = choose()
        return { some: sum({ xs: [left, take({ x: right })] }), none: sum.as('none')({ xs: [right, right] }) }
      },
    }),
  )
  expect(run.statuses()).toMatchObject({ sum: 'SUCCESS', take: 'SKIPPED', none: 'SKIPPED' })
  expect(run.of('STEP_INPUT', 'sum')).toMatchObject([{ payload: { input: 'xs', count: 1 } }])
})

test('a dynamic output without items gives collect() an empty list; one that was left out skips it', async () => {
  const empty = op({ name: 'empty', out: dynamicOut(z.number()), run: () => [] })
  const absent = op({ name: 'absent', out: dynamicOut(z.number(), { required: false }), run: () => undefined })
  const run = await executeJob(
    job('j', {
      run: () => ({
        zero: sum({
          xs: empty()
            .map((x) => take({ x }))
            .collect(),
        }),
        none: sum.as('none')({
          xs: absent()
            .map((x) => take.as('mapped')({ x }))
            .collect(),
        }),
      }),
    }),
  )
  expect(run.statuses()).toEqual({ empty: 'SUCCESS', absent: 'SUCCESS', sum: 'SUCCESS', mapped: 'SKIPPED', none: 'SKIPPED' })
  expect(run.of('STEP_SUCCESS', 'empty')).toMatchObject([{ payload: { items: { result: 0 } } }])
  expect(run.of('STEP_SKIPPED', 'mapped')).toMatchObject([{ payload: { reason: '"absent" gave no output "result".' } }])
})

test('collect drops skipped copies, and is skipped when all copies were', async () => {
  const numbers = op({ name: 'numbers', out: dynamicOut(z.number()), run: () => new Map([1, 2, 3].map((x) => [`n${x}`, x])) })
  const odd = op({
    name: 'odd',
    ins: { x: type<number>() },
    outs: { odd: out(z.number(), { required: false }), big: out(z.number(), { required: false }) },
    run: (_, { x }) => (x % 2 === 1 ? { odd: x } : {}),
  })
  const run = await executeJob(
    job('j', {
      run() {
        const items = numbers().map((x) => odd({ x }))
        const taken = items.odd.map((x) => take({ x }))
        return { odd: sum({ xs: taken.collect() }), big: sum.as('big')({ xs: items.big.collect() }) }
      },
    }),
  )
  expect(run.statuses()).toMatchObject({
    'take[n1]': 'SUCCESS',
    'take[n2]': 'SKIPPED',
    'take[n3]': 'SUCCESS',
    sum: 'SUCCESS',
    big: 'SKIPPED',
  })
  expect(run.of('STEP_INPUT', 'sum')).toMatchObject([{ payload: { count: 2 } }])
})

test('an order-only dependency: a skipped one does not skip, a failed one blocks', async () => {
  const run = await executeJob(
    job('j', {
      run() {
        const { left, right } = choose()
        const skipped = take.as('skipped')({ x: right })
        const failed = fail()
        return {
          ok: take.as('ok').after(skipped)({ x: left }),
          blocked: take.as('blocked').after(failed)({ x: left }),
          failed,
          skipped,
        }
      },
    }),
  )
  expect(run.statuses()).toEqual({ choose: 'SUCCESS', skipped: 'SKIPPED', fail: 'FAILURE', ok: 'SUCCESS' })
})

test('blocked goes before skipped: what needs a failed and a skipped step has no event', async () => {
  const both = op({ name: 'both', ins: { x: type<number>(), y: type<number>() }, run: (_, { x }) => x })
  const run = await executeJob(job('j', { run: () => both({ x: fail(), y: choose().right }) as never }))
  expect(run.statuses()).toEqual({ choose: 'SUCCESS', fail: 'FAILURE' })
})

test('a fan-in with a failed source is blocked, even where others are there', async () => {
  const run = await executeJob(job('j', { run: () => sum({ xs: [choose().left, fail()] }) as never }))
  expect(run.statuses()).toEqual({ choose: 'SUCCESS', fail: 'FAILURE' })
})
