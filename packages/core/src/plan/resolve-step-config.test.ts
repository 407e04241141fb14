import { expect, test } from 'vitest'
import { z } from 'zod'
import { graph } from '../definition/graph.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import type { OpDefinition } from '../definition/op-definition.ts'
import { resource } from '../definition/resource.ts'
import type { ResourceDefinition } from '../definition/resource-definition.ts'
import { type ConfigSource, resolveResourceConfig, resolveStepConfig } from './resolve-step-config.ts'

const load = op({ name: 'load', config: z.object({ token: z.string(), limit: z.int().default(10) }), run: () => 1 })
const plain = op({ name: 'plain', run: () => 1 })
const inner = graph('g', { run: () => ({ a: load.as('first')(), b: plain() }) })
const traced = job('j', { run: () => inner() })

function opAt(name: string): OpDefinition {
  const [use] = traced.graph.nodes
  const nodes = use?.definition.kind === 'graph' ? use.definition.nodes : []
  const definition = nodes.find((node) => node.name === name)?.definition
  if (definition?.kind !== 'op') throw new Error(name)
  return definition
}
const source = (document: unknown): ConfigSource => ({ document, env: (name) => ({ TOKEN: 's3cret' })[name] })
const document = {
  ops: { g: { ops: { first: { config: { token: { env: 'TOKEN' } } } } } },
  resources: { db: { config: { url: { env: 'NO_URL' } } } },
}

test('a step finds its config under its graph and alias, resolved and with defaults; every mapped copy finds the same', async () => {
  for (const key of ['g.first', 'g.first[LAX]'])
    expect(await resolveStepConfig(opAt('first'), key, source(document))).toEqual({
      ok: true,
      value: { token: 's3cret', limit: 10 },
    })
})

test('an op without config gets an empty one', async () => {
  expect(await resolveStepConfig(opAt('plain'), 'g.plain', source(document))).toEqual({ ok: true, value: {} })
})

test('a document that no longer fits the schema, or a variable that is missing, is told with its place', async () => {
  const stale = { ops: { g: { ops: { first: { config: { tokn: 'x' } } } } } }
  expect(await resolveStepConfig(opAt('first'), 'g.first', source(stale))).toMatchObject({
    ok: false,
    errors: [
      { code: 'MISSING_FIELD', path: ['ops', 'g', 'ops', 'first', 'config', 'token'] },
      { code: 'UNKNOWN_FIELD', didYouMean: 'token' },
    ],
  })
  const db: ResourceDefinition = resource({ config: z.object({ url: z.string() }), init: () => 1 }) as ResourceDefinition
  expect(await resolveResourceConfig(db, 'db', source(document))).toMatchObject({
    ok: false,
    errors: [{ code: 'ENV_NOT_SET', path: ['resources', 'db', 'config', 'url'] }],
  })
})
