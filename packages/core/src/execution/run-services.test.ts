import { expect, test } from 'vitest'
import { z } from 'zod'
import { executeJob } from '../../test/execute-job.ts'
import { fromConfig } from '../definition/from-config.ts'
import { graph } from '../definition/graph.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { type } from '../definition/schema.ts'

const spread = op({
  name: 'spread',
  out: dynamicOut(z.number()),
  run: () => new Map(Array.from({ length: 500 }, (_, n) => [`k${n}`, n])),
})

test('a config is parsed once for a planned step, however many copies and attempts it has', async () => {
  let parses = 0
  const config = z.object({ by: z.number().default(2) }).transform((given) => ({ ...given, parse: ++parses }))
  const times = op({
    name: 'times',
    config,
    ins: { x: type<number>() },
    retry: { maxRetries: 1 },
    run({ config: parsed, step }, { x }) {
      if (step.attempt === 1) throw new Error('again')
      return x * parsed.by
    },
  })
  const run = await executeJob(
    job('j', {
      run: () => ({ many: spread().map((x) => times({ x })), one: times.as('one')({ x: op({ name: 'x', run: () => 1 })() }) }),
    }),
  )
  expect(run.end).toEqual({ kind: 'success' })
  expect(parses).toBe(2)
})

test('a step in a graph reads its own place in the config, with the environment put in', async () => {
  const reads = op({
    name: 'reads',
    config: z.object({ token: z.string(), n: z.number().default(1) }),
    run: ({ config }) => config,
  })
  const inner = graph('inner', { run: () => reads() })
  const got: unknown[] = []
  const sees = op({ name: 'sees', ins: { x: type<unknown>() }, run: (_, { x }) => got.push(x) })
  await executeJob(job('j', { run: () => sees({ x: inner() }) }), {
    config: { ops: { inner: { ops: { reads: { config: { token: { env: 'TOKEN' } } } } } } },
    env: { TOKEN: 'secret' },
  })
  expect(got).toEqual([{ token: 'secret', n: 1 }])
})

test('a variable that is not set fails the step without a retry, and shows no other', async () => {
  const reads = op({
    name: 'reads',
    retry: { maxRetries: 3 },
    config: z.object({ token: z.string(), other: z.string() }),
    run: ({ config }) => config.token,
  })
  const run = await executeJob(job('j', { run: () => reads() }), {
    config: { ops: { reads: { config: { token: { env: 'TOKEN' }, other: { env: 'OTHER' } } } } },
    env: { OTHER: 'secret' },
  })
  const [failure] = run.of('STEP_FAILURE')
  expect(failure).toMatchObject({
    attempt: 1,
    payload: { error: { code: 'INVALID_CONFIG', message: expect.stringContaining('"TOKEN"') } },
  })
  expect(JSON.stringify(run.events)).not.toContain('secret')
})

test('the hash of config and literal inputs stands with each start, environment unresolved; none where there is nothing', async () => {
  const reads = op({ name: 'reads', config: z.object({ n: z.any() }), ins: { x: type<number>() }, run: () => 1 })
  const plain = op({ name: 'plain', run: () => 1 })
  const reading = job('j', { run: () => ({ reads: reads({ x: fromConfig() }), plain: plain() }) })
  const hashOf = async (n: unknown, x: number, env: string): Promise<readonly (string | undefined)[]> => {
    const config = { ops: { reads: { config: { n }, inputs: { x } } } } as never
    const run = await executeJob(reading, { config, env: { N: env } })
    return run.of('STEP_START').map(({ payload }) => payload.configHash)
  }
  const [same, none] = await hashOf({ env: 'N' }, 1, 'a')
  expect([same, none]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), undefined])
  expect(await hashOf({ env: 'N' }, 1, 'b')).toEqual([same, undefined])
  expect(await hashOf({ env: 'N' }, 2, 'a')).not.toEqual([same, undefined])
  expect(await hashOf({ env: 'M' }, 1, 'a')).not.toEqual([same, undefined])
})
