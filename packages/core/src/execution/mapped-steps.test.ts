import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Executed, executeJob } from '../../test/execute-job.ts'
import { graph } from '../definition/graph.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { type } from '../definition/schema.ts'

const items = (count: number): ReadonlyMap<string, number> => new Map(Array.from({ length: count }, (_, n) => [`k${n}`, n]))
const spread = (count: number) => op({ name: 'spread', out: dynamicOut(z.number()), run: () => items(count) })
const double = op({ name: 'double', ins: { x: type<number>() }, run: (_, { x }) => x * 2 })
const add = op({ name: 'add', ins: { x: type<number>(), y: type<number>() }, run: (_, { x, y }) => x + y })
const list = op({ name: 'list', ins: { xs: type<number[]>() }, run: (_, { xs }) => xs })
const one = op({ name: 'one', run: () => 1 })

/** What `list` has got, for it returns what it gets. */
async function listed(what: JobDefinition, maxConcurrent = 8): Promise<{ readonly run: Executed; readonly xs: unknown }> {
  let xs: unknown
  const run = await executeJob(what, {
    maxConcurrent,
    ioManagers: {
      default: remembering((stepKey, value) => {
        if (stepKey === 'list') xs = value
      }),
    },
  })
  return { run, xs }
}

const remembering = (see: (stepKey: string, value: unknown) => void) => () => {
  const values = new Map<string, unknown>()
  return {
    scope: 'process' as const,
    handleOutput: async (context: { stepKey: string; output: string; mappingKey?: string; attempt: number }, value: unknown) => {
      const location = JSON.stringify([context.stepKey, context.output, context.mappingKey ?? null, context.attempt])
      values.set(location, value)
      see(context.stepKey, value)
      return { location }
    },
    loadInput: async ({ upstream }: { upstream: { stored: { location: string } } }) => values.get(upstream.stored.location),
  }
}

test('a step is mapped over each item by its key, and collect keeps the order of the items', async () => {
  const { run, xs } = await listed(
    job('j', {
      run: () =>
        list({
          xs: spread(5)()
            .map((x) => double({ x }))
            .collect(),
        }),
    }),
  )
  expect(xs).toEqual([0, 2, 4, 6, 8])
  expect(run.of('STEP_SUCCESS', 'spread')).toMatchObject([{ payload: { items: { result: 5 } } }])
  expect(Object.keys(run.statuses()).sort()).toEqual([
    'double[k0]',
    'double[k1]',
    'double[k2]',
    'double[k3]',
    'double[k4]',
    'list',
    'spread',
  ])
  expect(run.of('LOADED_INPUT', 'double[k3]')).toMatchObject([
    { payload: { upstreamStepKey: 'spread', upstreamMappingKey: 'k3' } },
  ])
})

test('collect keeps the order of the items whatever order the copies end in', async () => {
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
  const gated = op({
    name: 'gated',
    ins: { x: type<number>() },
    async run(_, { x }) {
      await gates[x]?.promise
      gates[x - 1]?.resolve()
      return x
    },
  })
  gates[3]?.resolve()
  const { run, xs } = await listed(
    job('j', {
      run: () =>
        list({
          xs: spread(4)()
            .map((x) => gated({ x }))
            .collect(),
        }),
    }),
  )
  expect(run.story('STEP_SUCCESS').slice(1, 5)).toEqual([3, 2, 1, 0].map((n) => `STEP_SUCCESS gated[k${n}]#1`))
  expect(xs).toEqual([0, 1, 2, 3])
})

test('steps of one body follow each other key by key, without waiting for the other copies', async () => {
  const hold = Promise.withResolvers<void>()
  const first = op({
    name: 'first',
    ins: { x: type<number>() },
    async run(_, { x }) {
      if (x === 0) await hold.promise
      return x
    },
  })
  const second = op({
    name: 'second',
    ins: { x: type<number>() },
    run(_, { x }) {
      hold.resolve()
      return x + 10
    },
  })
  const { xs } = await listed(
    job('j', {
      run: () =>
        list({
          xs: spread(2)()
            .map((x) => second({ x: first({ x }) }))
            .collect(),
        }),
    }),
  )
  expect(xs).toEqual([10, 11])
})

test('after() within a body waits for the step with the same key only; its failure blocks that key only', async () => {
  const picky = op({
    name: 'picky',
    ins: { x: type<number>() },
    run(_, { x }) {
      if (x === 1) throw new Error('x')
      return x
    },
  })
  const run = await executeJob(
    job('j', {
      run: () =>
        spread(3)().map((x) => {
          const picked = picky({ x })
          return { doubled: double.after(picked)({ x }), picked }
        }),
    }),
  )
  expect(run.statuses()).toEqual({
    spread: 'SUCCESS',
    'picky[k0]': 'SUCCESS',
    'picky[k1]': 'FAILURE',
    'picky[k2]': 'SUCCESS',
    'double[k0]': 'SUCCESS',
    'double[k2]': 'SUCCESS',
  })
})

test('a copy that failed blocks what collects, and nothing of the other copies', async () => {
  const picky = op({
    name: 'picky',
    ins: { x: type<number>() },
    run(_, { x }) {
      if (x === 1) throw new Error('x')
      return x
    },
  })
  const run = await executeJob(
    job('j', {
      run: () =>
        list({
          xs: spread(3)()
            .map((x) => double({ x: picky({ x }) }))
            .collect(),
        }),
    }),
  )
  expect(run.statuses()).toEqual({
    spread: 'SUCCESS',
    'picky[k0]': 'SUCCESS',
    'picky[k1]': 'FAILURE',
    'picky[k2]': 'SUCCESS',
    'double[k0]': 'SUCCESS',
    'double[k2]': 'SUCCESS',
  })
  expect(run.end).toMatchObject({ kind: 'failure', message: 'Failed: "picky[k1]".' })
})

test('copies share what comes from outside their body, whenever it comes', async () => {
  const late = op({ name: 'late', ins: { x: type<number>() }, run: (_, { x }) => x + 100 })
  const { xs } = await listed(
    job('j', {
      run() {
        const y = late({ x: one() })
        return list({
          xs: spread(3)()
            .map((x) => add({ x, y }))
            .collect(),
        })
      },
    }),
  )
  expect(xs).toEqual([101, 102, 103])
})

test('nested graphs run as their steps, named by their path', async () => {
  const inner = graph('inner', { ins: { x: type<number>() }, run: ({ x }) => double.as('second')({ x: double({ x }) }) })
  const outer = graph('outer', { ins: { x: type<number>() }, run: ({ x }) => inner({ x: double({ x }) }) })
  const { run, xs } = await listed(job('j', { run: () => list({ xs: [outer({ x: one() })] }) }))
  expect(xs).toEqual([8])
  expect(Object.keys(run.statuses())).toEqual(['one', 'outer.double', 'outer.inner.double', 'outer.inner.second', 'list'])
})

test('a mapped graph runs all its steps once for each item', async () => {
  const inner = graph('inner', { ins: { x: type<number>(), y: type<number>() }, run: ({ x, y }) => double({ x: add({ x, y }) }) })
  const { run, xs } = await listed(
    job('j', {
      run() {
        const y = one()
        return list({
          xs: spread(2)()
            .map((x) => inner({ x, y }))
            .collect(),
        })
      },
    }),
  )
  expect(xs).toEqual([2, 4])
  expect(Object.keys(run.statuses()).sort()).toEqual([
    'inner.add[k0]',
    'inner.add[k1]',
    'inner.double[k0]',
    'inner.double[k1]',
    'list',
    'one',
    'spread',
  ])
})

test('a graph that makes items, or maps inside, is mapped over and collected outside', async () => {
  const making = graph('making', { run: () => spread(3)().map((x) => double({ x })) })
  const { xs } = await listed(
    job('j', {
      run: () =>
        list({
          xs: making()
            .map((x) => double.as('again')({ x }))
            .collect(),
        }),
    }),
  )
  expect(xs).toEqual([0, 4, 8])
  const collecting = graph('collecting', {
    run: () =>
      spread(3)()
        .map((x) => double({ x }))
        .collect(),
  })
  expect((await listed(job('j', { run: () => list({ xs: collecting() }) }))).xs).toEqual([0, 2, 4])
})

test('never more attempts at once than the limit', async () => {
  let running = 0
  let most = 0
  const watched = op({
    name: 'watched',
    ins: { x: type<number>() },
    async run(_, { x }) {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      if (x % 3 === 0) throw new Error('x')
      return x
    },
  })
  for (const maxConcurrent of [1, 3, 50]) {
    most = 0
    const run = await executeJob(
      job('j', { run: () => spread(20)().map((x) => watched.with({ retry: { maxRetries: 1 } })({ x })) }),
      { maxConcurrent },
    )
    expect(most).toBe(Math.min(maxConcurrent, 20))
    let open = 0
    for (const { type: what } of run.events) {
      if (what === 'STEP_START' || what === 'STEP_RESTARTED') expect(++open).toBeLessThanOrEqual(maxConcurrent)
      if (what === 'STEP_SUCCESS' || what === 'STEP_FAILURE' || what === 'STEP_UP_FOR_RETRY') open--
    }
  }
})
