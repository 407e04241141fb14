import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { type } from '../definition/schema.ts'
import type { JsonObject } from '../foundation/json.ts'
import { buildPlan } from './build-plan.ts'
import { readPlan } from './read-plan.ts'

const golden = (): JsonObject =>
  JSON.parse(readFileSync(new URL('../../test/golden/plan-0.1.json', import.meta.url), 'utf8')) as JsonObject

const split = op({
  name: 'split',
  config: z.object({ parts: z.number() }),
  out: dynamicOut(type<number>()),
  run: () => new Map(),
})
const double = op({
  name: 'double',
  ins: { x: type<number>() },
  retry: { maxRetries: 2, delaySeconds: [1, 5] },
  timeoutSeconds: 30,
  codeVersion: '2',
  pool: 'cpu',
  tags: { team: 'plans' },
  run: (_, { x }) => x * 2,
})
const sum = op({ name: 'sum', ins: { values: type<number[]>() }, outs: { total: type<number>() }, run: () => ({ total: 1 }) })

const everything = job('everything', {
  run: () =>
    sum({
      values: split()
        .map((x) => double({ x }))
        .collect(),
    }),
})

test('a plan is stored as the golden plan of this version says', () => {
  expect(JSON.parse(JSON.stringify(buildPlan(everything).plan))).toEqual(golden())
})

test('a plan of this version is read as it is', () => {
  expect(readPlan(golden())).toEqual(golden())
})

test('a plan that a newer Pawl has written is refused by its version', () => {
  expect(() => readPlan({ ...golden(), v: 2 })).toThrow(
    'The plan of this run has version 2; this version of Pawl knows plans up to 1.',
  )
})
