import { describe, expect, test } from 'vitest'
import type { PlanInput, PlanStep } from './plan.ts'
import { stepConfigHash } from './step-config-hash.ts'

const step = (key: string, inputs: Readonly<Record<string, PlanInput>> = {}): PlanStep => ({
  key,
  opName: 'op',
  order: 0,
  mapOver: null,
  inputs,
  after: [],
  outs: {},
  tags: {},
  pool: null,
  codeVersion: null,
  timeoutSeconds: null,
  retry: null,
})
const literal: Readonly<Record<string, PlanInput>> = {
  name: { kind: 'config', acceptsUndefined: false, path: ['ops', 'g', 'inputs', 'title'] },
  rows: { kind: 'output', acceptsUndefined: false, from: { step: 'a', output: 'result' } },
}
const withConfig = (config: unknown): unknown => ({ ops: { a: { config } } })

test('is a SHA-256 in hexadecimal, the same for equal config whatever the order of its keys', async () => {
  const hash = await stepConfigHash(step('a'), withConfig({ x: 1, y: { b: 2, a: 3 } }))
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(await stepConfigHash(step('a'), withConfig({ y: { a: 3, b: 2 }, x: 1 }))).toBe(hash)
  expect(await stepConfigHash(step('a'), withConfig({ x: 1, y: { b: 2, a: 4 } }))).not.toBe(hash)
})

test('is of the step’s own config only', async () => {
  const document = { ops: { a: { config: { x: 1 } } }, resources: { db: { config: { y: 1 } } } }
  const other = { ops: { a: { config: { x: 1 } }, b: { config: { z: 1 } } }, resources: { db: { config: { y: 2 } } } }
  expect(await stepConfigHash(step('a'), document)).toBe(await stepConfigHash(step('a'), other))
})

test('keeps { env } unresolved: another variable is another config, its value is not looked at', async () => {
  const hash = await stepConfigHash(step('a'), withConfig({ token: { env: 'A' } }))
  expect(await stepConfigHash(step('a'), withConfig({ token: { env: 'A' } }))).toBe(hash)
  expect(await stepConfigHash(step('a'), withConfig({ token: { env: 'B' } }))).not.toBe(hash)
})

describe('literal inputs', () => {
  const document = (title: string): unknown => ({ ops: { g: { inputs: { title }, ops: { a: {} } } } })

  test('count where they reach the step, also through a graph', async () => {
    const hash = await stepConfigHash(step('g.a', literal), document('x'))
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await stepConfigHash(step('g.a', literal), document('y'))).not.toBe(hash)
    expect(await stepConfigHash(step('g.b'), document('x'))).toBeUndefined()
  })

  test('are told from config of the same content', async () => {
    const input = { v: { kind: 'config', acceptsUndefined: false, path: ['ops', 'a', 'inputs', 'v'] } } as const
    const asInput = await stepConfigHash(step('a', input), { ops: { a: { inputs: { v: 1 } } } })
    expect(asInput).not.toBe(await stepConfigHash(step('a', input), withConfig({ v: 1 })))
  })
})

test('nothing said, an empty section and an empty config are the same: no hash', async () => {
  for (const document of [{}, { ops: null }, { ops: { a: {} } }, withConfig(null), withConfig({})])
    expect(await stepConfigHash(step('a', {}), document)).toBeUndefined()
})

test('all copies of a mapped step share one', async () => {
  const document = withConfig({ x: 1 })
  expect(await stepConfigHash(step('a[LAX]'), document)).toBe(await stepConfigHash(step('a'), document))
})
