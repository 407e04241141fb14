import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fromConfig } from '../definition/from-config.ts'
import { graph } from '../definition/graph.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { op } from '../definition/op.ts'
import { resource } from '../definition/resource.ts'
import { type } from '../definition/schema.ts'
import type { JsonObject } from '../foundation/json.ts'
import { buildPlan } from './build-plan.ts'
import { defaultRunConfig, runConfigJsonSchema, runConfigSchema } from './run-config-schema.ts'
import { type RunConfigOptions, validateRunConfig } from './validate-run-config.ts'

interface Tree {
  readonly label: string
  readonly kids?: readonly Tree[] | undefined
}
const Tree: z.ZodType<Tree, Tree> = z.object({
  label: z.string(),
  get kids() {
    return z.array(Tree).optional()
  },
})
const Address = z.object({ host: z.string(), port: z.int().min(1).default(5432) }).meta({ id: 'Address' })

const load = op({
  name: 'load',
  description: 'Reads the rows.',
  config: z.object({
    path: z.string().describe('Where the rows are.'),
    limit: z.int().positive().default(100),
    mode: z.enum(['fast', 'careful']),
    since: z.date().optional(),
    main: Address,
    spare: Address.optional(),
    tree: Tree,
    source: z.discriminatedUnion('type', [
      z.object({ type: z.literal('file'), path: z.string() }),
      z.object({ type: z.literal('none') }),
    ]),
  }),
  run: () => 1,
})
const tune = op({
  name: 'tune',
  config: z.object({ ratio: z.number().default(0.5), deep: z.object({ on: z.boolean().default(true) }).prefault({}) }),
  run: () => 1,
})
const opaque = op({ name: 'opaque', config: type<{ any: string }>(), run: () => 1 })
const plain = op({ name: 'plain', run: () => 1 })
const greet = op({ name: 'greet', ins: { name: z.string() }, run: (_, { name }) => name })
const nested = op({ name: 'nested', config: Tree, run: () => 1 })
const inner = graph('inner', { run: () => ({ x: nested(), y: greet({ name: fromConfig() }) }) })

const sample: JobDefinition = job('sample', {
  description: 'For the editor.',
  resources: { db: resource({ description: 'The database.', config: z.object({ url: z.string() }), init: () => 1 }) },
  run: () => ({ a: load(), b: tune(), c: opaque(), d: plain(), ...inner() }),
})

const full = {
  ops: {
    load: {
      config: {
        path: 'x',
        mode: 'fast',
        main: { host: 'h', port: 1 },
        tree: { label: 'l', kids: [{ label: 'm', kids: [{ label: 'n' }] }] },
        source: { type: 'file', path: 'y' },
      },
    },
    inner: { ops: { nested: { config: { label: 'a', kids: [{ label: 'b' }] } }, greet: { inputs: { name: 'x' } } } },
  },
  execution: { config: { maxConcurrent: 2 } },
}

const selecting = (keys: readonly string[], of: JobDefinition = sample): RunConfigOptions => ({
  selection: { plan: buildPlan(of).plan, keys: new Set(keys), inputsFromRun: false },
})

/** Reads JSON Schema by an implementation that is not ours. */
async function accepts(document: unknown, options: RunConfigOptions = {}): Promise<boolean> {
  const schema = z.fromJSONSchema((await runConfigJsonSchema(sample, options)) as Parameters<typeof z.fromJSONSchema>[0])
  return schema.safeParse(document).success
}
const isValid = async (document: unknown): Promise<boolean> => (await validateRunConfig(sample, document)).ok

function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(full) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let place = copy
  for (const key of keys) {
    place[key] ??= {}
    place = place[key] as Record<string, unknown>
  }
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}
const at = (schema: JsonObject, path: string): JsonObject =>
  path.split('.').reduce((node, key) => (node['properties'] as JsonObject)[key] as JsonObject, schema)

describe('the JSON Schema of a whole run config', () => {
  test('is one document that stands by itself', async () => {
    const schema = await runConfigJsonSchema(sample)
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'sample',
      description: 'For the editor.',
      required: ['ops'],
      additionalProperties: false,
    })
    const refs = JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]*)"/g)
    const used = new Set([...refs].map(([, name]) => name))
    expect([...used].sort()).toEqual(Object.keys(schema['$defs'] as JsonObject).sort())
    expect(JSON.stringify(schema).match(/\$schema/g)).toHaveLength(1)
  })

  test('describes ops, fields and resources in their authors’ words', async () => {
    const schema = await runConfigJsonSchema(sample)
    expect(at(schema, 'ops.load')['description']).toBe('Reads the rows.')
    expect(at(schema, 'ops.load.config.path')['description']).toBe('Where the rows are.')
    expect(at(schema, 'resources.db')['description']).toBe('The database.')
    expect(at(schema, 'ops.opaque.config')['description']).toContain('does not tell')
    expect(at(schema, 'ops.load.config.since')).toEqual({})
  })

  test.each([
    ['the right document', 'execution', full.execution, true],
    ['a missing field', 'ops.load.config.path', undefined, false],
    ['a missing section', 'ops.load', undefined, false],
    ['a missing input', 'ops.inner.ops.greet', undefined, false],
    ['an unknown op', 'ops.lod', {}, false],
    ['config for an op that takes none', 'ops.plain.config', { a: 1 }, false],
    ['an empty section for an op that takes none', 'ops.plain', {}, true],
    ['a wrong type', 'ops.load.config.limit', 'x', false],
    ['a value out of bounds', 'ops.load.config.limit', 0, false],
    ['a value that is none of an enum', 'ops.load.config.mode', 'slow', false],
    ['{ env } for a text', 'ops.load.config.path', { env: 'P' }, true],
    ['{ env } for an enum', 'ops.load.config.mode', { env: 'MODE' }, true],
    ['{ env } inside a shared definition', 'ops.load.config.main.host', { env: 'H' }, true],
    ['{ env } deep in a schema that holds itself', 'ops.inner.ops.nested.config.kids', [{ label: { env: 'L' } }], true],
    ['a fault deep in a schema that holds itself', 'ops.inner.ops.nested.config.kids', [{ label: 5 }], false],
    ['{ env } for a literal input', 'ops.inner.ops.greet.inputs.name', { env: 'N' }, false],
    ['a union of another tag', 'ops.load.config.source', { type: 'none' }, true],
    ['a union of no tag', 'ops.load.config.source', { type: 'some' }, false],
    ['anything for a schema that does not tell', 'ops.opaque.config', { some: ['thing'] }, true],
    ['an unknown setting', 'execution.config.parallel', 2, false],
    ['resources it does not know', 'resources.other', {}, false],
  ])('judges %s as the launch does', async (_name, path, value, expected) => {
    const document = {
      ...(changed(path, value) as object),
      resources: { db: { config: { url: 'u' } }, ...(path.startsWith('resources') ? { other: {} } : {}) },
    }
    expect(await isValid(document)).toBe(expected)
    expect(await accepts(document)).toBe(expected)
  })

  test('requires of a selection only what it needs', async () => {
    expect(await accepts({})).toBe(false)
    expect(await accepts({}, selecting(['plain', 'tune']))).toBe(true)
    expect(await accepts({}, selecting(['inner.greet']))).toBe(false)
  })
})

test('offers a selection the inputs that it leaves open, without asking for them', async () => {
  const chain: JobDefinition = job('chain', { run: () => greet({ name: op({ name: 'title', run: () => 'x' })() }) })
  const schema = await runConfigJsonSchema(chain, selecting(['greet'], chain))
  expect(at(schema, 'ops.greet.inputs.name')).toEqual({ type: 'string' })
  expect(schema).not.toHaveProperty('required')
  expect(at(await runConfigJsonSchema(chain), 'ops.greet')['properties']).toEqual({})
})

describe('the default document', () => {
  test('holds what is required, with placeholders, first choices and lists that are long enough', async () => {
    expect(await defaultRunConfig(sample)).toEqual({
      ops: {
        load: {
          config: { path: '', mode: 'fast', main: { host: '' }, tree: { label: '' }, source: { type: 'file', path: '' } },
        },
        inner: { ops: { nested: { config: { label: '' } }, greet: { inputs: { name: '' } } } },
      },
    })
  })

  test('is valid wherever placeholders can be', async () => {
    expect((await validateRunConfig(sample, await defaultRunConfig(sample))).ok).toBe(true)
    expect((await validateRunConfig(sample, await defaultRunConfig(sample, { defaults: true }))).ok).toBe(true)
  })

  test('can show every default too', async () => {
    const document = await defaultRunConfig(sample, { defaults: true })
    expect(document).toMatchObject({
      ops: {
        load: { config: { limit: 100, main: { host: '', port: 5432 } } },
        tune: { config: { ratio: 0.5, deep: { on: true } } },
      },
    })
    expect(document).not.toHaveProperty('execution')
  })

  test('is empty for a job, or a selection, that needs nothing', async () => {
    expect(await defaultRunConfig(job('free', { run: () => plain() }))).toEqual({})
    expect(await defaultRunConfig(sample, selecting(['tune']))).toEqual({})
  })

  test('respects the bounds of numbers and the length of lists', async () => {
    const config = z.object({
      above: z.number().gt(4),
      from: z.int().min(7),
      below: z.number().max(-2),
      any: z.number(),
      list: z.array(z.boolean()).min(2),
      pair: z.tuple([z.string(), z.literal('x')]),
      nothing: z.null(),
    })
    const bounded: JobDefinition = job('bounded', { run: () => op({ name: 'o', config, run: () => 1 })() })
    expect(await defaultRunConfig(bounded)).toEqual({
      ops: { o: { config: { above: 5, from: 7, below: -2, any: 0, list: [false, false], pair: ['', 'x'], nothing: null } } },
    })
    expect((await validateRunConfig(bounded, await defaultRunConfig(bounded))).ok).toBe(true)
  })

  test('gives an empty config where one is needed and the schema does not tell what it looks like', async () => {
    const silent = {
      '~standard': {
        version: 1 as const,
        vendor: 'silent',
        validate: (value: unknown) => ((value as { n?: number }).n === 1 ? { value } : { issues: [{ message: 'n' }] }),
      },
    }
    const unknown: JobDefinition = job('unknown', { run: () => op({ name: 'o', config: silent, run: () => 1 })() })
    expect(await defaultRunConfig(unknown)).toEqual({ ops: { o: { config: {} } } })
  })
})

test('the hash changes with the schema and with nothing else', async () => {
  const first = await runConfigSchema(sample)
  expect(first.hash).toMatch(/^[0-9a-f]{64}$/)
  expect((await runConfigSchema(sample)).hash).toBe(first.hash)
  expect((await runConfigSchema(sample, selecting(['tune']))).hash).not.toBe(first.hash)
  expect(first.defaultConfig).toEqual(await defaultRunConfig(sample))
})
