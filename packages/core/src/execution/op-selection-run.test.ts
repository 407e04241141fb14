import { expect, test } from 'vitest'
import { z } from 'zod'
import { executeJob } from '../../test/execute-job.ts'
import type { StoredOutput } from '../definition/io-manager.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { optionalType, type } from '../definition/schema.ts'
import type { StepOutputs } from './step-state.ts'

const bodies: string[] = []
const note = <T>(key: string, value: T): T => {
  bodies.push(key)
  return value
}
const source = op({ name: 'source', run: ({ step }) => note(step.key, 1) })
const spread = op({
  name: 'spread',
  ins: { x: type<number>() },
  out: dynamicOut(z.number()),
  run: ({ step }) =>
    note(
      step.key,
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    ),
})
const double = op({ name: 'double', ins: { x: type<number>() }, run: ({ step }, { x }) => note(step.key, x * 2) })
const list = op({ name: 'list', ins: { xs: type<number[]>() }, run: ({ step }, { xs }) => note(`${step.key} ${xs.join()}`, xs) })
const flow = job('flow', {
  run: () =>
    list({
      xs: spread({ x: source() })
        .map((x) => double({ x }))
        .collect(),
    }),
})

/** An output of an earlier run, whose location is its value. */
const earlier = (value: number): StoredOutput => ({
  location: String(value),
  ioManager: 'default',
  hostId: 'host',
  originRunId: 'earlier',
  originAttempt: 1,
})
const one = (value: number): StepOutputs => new Map([['result', { kind: 'one', stored: earlier(value) }]])
const many = (values: Readonly<Record<string, number>>): StepOutputs =>
  new Map([['result', { kind: 'items', items: new Map(Object.entries(values).map(([key, value]) => [key, earlier(value)])) }]])

async function run(selected: readonly string[], reused: Readonly<Record<string, StepOutputs>> = {}) {
  bodies.length = 0
  let stored = 100
  const values = new Map<string, unknown>()
  return executeJob(flow, {
    selected: new Set(selected),
    reused: new Map(Object.entries(reused)),
    ioManagers: {
      default: {
        scope: 'shared',
        async handleOutput(_, value) {
          values.set(String(++stored), value)
          return { location: String(stored) }
        },
        loadInput: async ({
          upstream: {
            stored: { location },
          },
        }) => values.get(location) ?? Number(location),
      },
    },
  })
}

test('only what is selected runs; what it needs comes from what is reused', async () => {
  const executed = await run(['spread', 'double', 'list'], { source: one(7) })
  expect(bodies).toEqual(['spread', 'double[a]', 'double[b]', 'list 2,4'])
  expect(executed.end).toEqual({ kind: 'success' })
})

test('reused items make the copies, and reused copies are not run again', async () => {
  const executed = await run(['double', 'list'], {
    source: one(7),
    spread: many({ a: 10, b: 20, c: 30 }),
    'double[a]': one(1000),
    'double[c]': one(3000),
  })
  expect(bodies).toEqual(['double[b]', 'list 1000,40,3000'])
  expect(executed.statuses()).toEqual({ 'double[b]': 'SUCCESS', list: 'SUCCESS' })
})

test('single copies can be selected; those that are neither selected nor reused count as left out', async () => {
  const executed = await run(['double[b]', 'list'], {
    source: one(7),
    spread: many({ a: 10, b: 20, c: 30 }),
    'double[a]': one(1000),
  })
  expect(bodies).toEqual(['double[b]', 'list 1000,40'])
  expect(executed.end).toEqual({ kind: 'success' })
})

test('of items that are made anew only the copies that were selected run, if they come', async () => {
  await run(['spread', 'double[b]', 'double[z]'], { source: one(7) })
  expect(bodies).toEqual(['spread', 'double[b]'])
})

test('a selection that nothing feeds is over at once, and is a success', async () => {
  const executed = await run(['double'])
  expect([bodies, executed.end]).toEqual([[], { kind: 'success' }])
})

test('everything reused is a success without a step', async () => {
  const executed = await run([], { source: one(1), spread: many({ a: 1 }), 'double[a]': one(2), list: one(3) })
  expect([bodies, executed.events, executed.end]).toEqual([[], [], { kind: 'success' }])
})

test('what was not selected counts as left out: an input that accepts undefined gets it, any other skips its step', async () => {
  const maybe = op({ name: 'maybe', ins: { x: optionalType<number>() }, run: (_, { x }) => x ?? 0 })
  const two = job('two', {
    run() {
      const x = source()
      return { maybe: maybe({ x }), double: double({ x }) }
    },
  })
  const executed = await executeJob(two, { selected: new Set(['maybe', 'double']) })
  expect(executed.statuses()).toEqual({ maybe: 'SUCCESS', double: 'SKIPPED' })
})
