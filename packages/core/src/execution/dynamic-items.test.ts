import { expect, test } from 'vitest'
import { z } from 'zod'
import { executeJob } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { type } from '../definition/schema.ts'
import { executeInProcess } from './execute-in-process.ts'

const double = op({ name: 'double', ins: { x: type<number>() }, run: (_, { x }) => x * 2 })

test('items may come as a Map, or as a sync or async iterable of { key, value }', async () => {
  const asArray = op({ name: 'as_array', out: dynamicOut(z.number()), run: () => [{ key: 'a', value: 1 }] })
  const asGenerator = op({
    name: 'as_generator',
    out: dynamicOut(z.number()),
    *run() {
      yield { key: 'a', value: 2 }
    },
  })
  const asAsync = op({
    name: 'as_async',
    out: dynamicOut(z.number()),
    async *run() {
      yield { key: 'a', value: 3 }
    },
  })
  for (const [made, xs] of [
    [asArray, [1]],
    [asGenerator, [2]],
    [asAsync, [3]],
  ] as const) {
    const { outputs } = await executeInProcess(job('j', { run: () => made().collect() }))
    expect(outputs.result).toEqual(xs)
  }
})

test('a mapping key that is no name, or stands twice, fails the step without a retry', async () => {
  const cases = [
    [[{ key: 'a b', value: 1 }], 'INVALID_MAPPING_KEY', 'has the text "a b" as a key'],
    [[{ key: 'x'.repeat(201), value: 1 }], 'INVALID_MAPPING_KEY', 'at most 200 long'],
    [[{ key: 7n, value: 1 }], 'INVALID_MAPPING_KEY', 'has the bigint 7 as a key'],
    [
      [
        { key: 'a', value: 1 },
        { key: 'A', value: 2 },
      ],
      'DUPLICATE_MAPPING_KEY',
      'has the key "A" twice',
    ],
    [
      [
        { key: 'A', value: 1 },
        { key: 'a', value: 2 },
      ],
      'DUPLICATE_MAPPING_KEY',
      'has the key "a" twice',
    ],
    [[1], 'INVALID_OUTPUT', 'has an item that is the number 1, not { key, value }'],
    [{ a: 1 }, 'INVALID_OUTPUT', 'is an object with "a", neither a Map nor an iterable of { key, value }'],
  ] as const
  for (const [returned, code, words] of cases) {
    const bad = op({ name: 'bad', out: dynamicOut(z.number()), retry: { maxRetries: 3 }, run: () => returned as never })
    const run = await executeJob(job('j', { run: () => bad().map((x) => double({ x })) }))
    expect(run.of('STEP_FAILURE')).toMatchObject([{ attempt: 1, payload: { error: { code } } }])
    expect(run.of('STEP_FAILURE')[0]?.payload.error.message).toContain(words)
    expect(run.statuses()).toEqual({ bad: 'FAILURE' })
  }
})
