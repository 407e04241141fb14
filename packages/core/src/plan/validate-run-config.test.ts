import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Db, errors, messages, report, right } from '../../test/report-job.ts'
import { fromConfig } from '../definition/from-config.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { op } from '../definition/op.ts'
import { resource } from '../definition/resource.ts'
import { type } from '../definition/schema.ts'
import { validateRunConfig } from './validate-run-config.ts'

const greet = op({ name: 'greet', ins: { name: z.string(), note: z.string().optional() }, run: (_, { name }) => name })
const plain = op({ name: 'plain', run: () => 1 })

/** A copy of the right document with one place changed; `undefined` takes it away. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(right) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let place: Record<string, unknown> = copy
  for (const key of keys) {
    place[key] ??= {}
    place = place[key] as Record<string, unknown>
  }
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}

test('a right document is kept as it was given, with the execution settings read', async () => {
  expect(await validateRunConfig(report, right)).toEqual({
    ok: true,
    config: { document: right, execution: { maxConcurrent: 4 } },
  })
})

test('nothing is a document without sections', async () => {
  for (const document of [{}, null, undefined]) {
    expect(await errors(document)).toEqual([
      'ops.fetch_rows.config.path MISSING_FIELD',
      'ops.prepare.ops.clean.config.strict MISSING_FIELD',
      'ops.prepare.inputs.title MISSING_FIELD',
      'resources.db.config.host MISSING_FIELD',
    ])
  }
  const free: JobDefinition = job('free', { run: () => plain() })
  expect(await validateRunConfig(free, null)).toEqual({ ok: true, config: { document: {}, execution: {} } })
})

test('keys with nothing behind them, as YAML has them, are empty sections', async () => {
  const free: JobDefinition = job('free', { run: () => plain() })
  const document = { ops: { plain: null }, resources: null, execution: { config: null } }
  expect(await validateRunConfig(free, document)).toEqual({ ok: true, config: { document, execution: {} } })
})

describe('sections', () => {
  test.each([['text'], [5], [true], [['a']]])('the document %j is no object', async (document) => {
    expect(await errors(document)).toEqual([' NOT_AN_OBJECT'])
  })

  test.each([
    'ops',
    'ops.fetch_rows',
    'ops.prepare',
    'ops.prepare.ops',
    'ops.prepare.ops.clean',
    'ops.prepare.inputs',
    'resources',
    'resources.db',
    'execution',
    'execution.config',
  ])('%s that is no object is told once', async (path) => {
    const found = await errors(changed(path, ['x']))
    expect(found).toContain(`${path} NOT_AN_OBJECT`)
    expect(found.filter((error) => error.startsWith(path))).toHaveLength(1)
  })

  test.each([
    ['opz', {}, 'opz', 'A run config has no section "opz". Did you mean "ops"?'],
    ['fetch_rows', {}, 'fetch_rows', 'Config of "fetch_rows" belongs under "ops": ops.fetch_rows.'],
    ['loggers', {}, 'loggers', 'A run config has no section "loggers"; there are "ops", "resources" and "execution".'],
    ['ops.fetch_row', {}, 'ops.fetch_row', 'There is no op or graph "fetch_row" here. Did you mean "fetch_rows"?'],
    ['ops.clean', {}, 'ops.clean', 'There is no op "clean" here; the one in a graph is at ops.prepare.ops.clean.'],
    [
      'ops.xxxxxxxxx',
      {},
      'ops.xxxxxxxxx',
      'There is no op or graph "xxxxxxxxx" here; there are "fetch_rows", "prepare", "split", "sum" and "plain".',
    ],
    ['ops.fetch_rows.limit', 5, 'ops.fetch_rows.limit', '"limit" belongs under "config": ops.fetch_rows.config.limit.'],
    ['ops.fetch_rows.ops', {}, 'ops.fetch_rows.ops', 'An op takes "config" and "inputs", not "ops".'],
    ['ops.prepare.clean', {}, 'ops.prepare.clean', 'Config of "clean" belongs under "ops": ops.prepare.ops.clean.'],
    ['ops.prepare.config', {}, 'ops.prepare.config', 'A graph takes "ops" and "inputs", not "config".'],
    [
      'ops.plain.config',
      { a: 1 },
      'ops.plain.config',
      'The op "plain" takes no config; leave ops.plain.config out, or give the op a config schema.',
    ],
    ['resources.dv', {}, 'resources.dv', 'This job knows no resource "dv". Did you mean "db"?'],
    ['resources.db.host', 'x', 'resources.db.host', 'A resource takes "config", not "host".'],
    ['execution.maxConcurrent', 4, 'execution.maxConcurrent', '"execution" takes "config", not "maxConcurrent".'],
    [
      'execution.config.maxConcurent',
      4,
      'execution.config.maxConcurent',
      'There is no execution setting "maxConcurent"; there are "maxConcurrent".',
    ],
  ])('%s is not known, and the message says where it belongs', async (path, value, at, message) => {
    const document = changed(path, value)
    expect(await errors(document)).toEqual([`${at} UNKNOWN_FIELD`])
    expect(await messages(document)).toEqual([message])
  })

  test('an empty config for what takes none is no mistake', async () => {
    expect(await errors(changed('ops.plain', { config: {} }))).toEqual([])
  })

  test('names that every object has are unknown like any other', async () => {
    const document = JSON.parse('{"constructor": 1, "ops": {"toString": {}, "__proto__": {}}}') as unknown
    const found = await errors(document)
    expect(found).toContain('constructor UNKNOWN_FIELD')
    expect(found).toContain('ops.toString UNKNOWN_FIELD')
    expect(found).toContain('ops.__proto__ UNKNOWN_FIELD')
  })
})

test('errors of every part of the document come at once, in the order of the job', async () => {
  const document = {
    ops: {
      fetch_rowz: {},
      fetch_rows: { config: { path: 5, limitt: 1 } },
      prepare: { ops: { clean: { config: { strict: 'yes' } } }, inputs: { title: 1, titel: 'x' } },
    },
    resources: { db: { config: { host: 1 } }, other: {} },
    execution: { config: { maxConcurrent: 0 } },
    extra: 1,
  }
  expect(await errors(document)).toEqual([
    'extra UNKNOWN_FIELD',
    'ops.fetch_rowz UNKNOWN_FIELD',
    'ops.fetch_rows.config.path TYPE_MISMATCH',
    'ops.fetch_rows.config.limitt UNKNOWN_FIELD',
    'ops.prepare.ops.clean.config.strict TYPE_MISMATCH',
    'ops.prepare.inputs.titel UNKNOWN_FIELD',
    'ops.prepare.inputs.title TYPE_MISMATCH',
    'resources.other UNKNOWN_FIELD',
    'resources.db.config.host TYPE_MISMATCH',
    'execution.config.maxConcurrent INVALID_VALUE',
  ])
})

test.each([
  [0, 'INVALID_VALUE'],
  [1.5, 'INVALID_VALUE'],
  ['4', 'TYPE_MISMATCH'],
  [true, 'TYPE_MISMATCH'],
])('maxConcurrent %j is refused', async (value, code) => {
  expect(await errors(changed('execution.config.maxConcurrent', value))).toEqual([`execution.config.maxConcurrent ${code}`])
})

test('{ env } stands where the launch cannot know, in ops and resources', async () => {
  expect(await errors(changed('ops.fetch_rows.config', { path: { env: 'ROWS' } }))).toEqual([])
  expect(await errors(changed('resources.db.config.host', { env: 'DB_HOST' }))).toEqual([])
  expect(await errors(changed('ops.prepare.inputs.title', { env: 'TITLE' }))).toEqual(['ops.prepare.inputs.title TYPE_MISMATCH'])
})

describe('inputs', () => {
  const hello: JobDefinition = job('hello', { run: () => greet({ name: fromConfig(), note: fromConfig() }) })

  test('are given where the job asks for them; one that accepts nothing may be left out', async () => {
    expect(await errors({ ops: { greet: { inputs: { name: 'x' } } } }, {}, hello)).toEqual([])
    expect(await messages({}, {}, hello)).toEqual([
      'ops.greet.inputs.name is missing: the job takes this input from the run config.',
    ])
    expect(await errors({ ops: { greet: { inputs: { name: 5, note: 6 } } } }, {}, hello)).toEqual([
      'ops.greet.inputs.name TYPE_MISMATCH',
      'ops.greet.inputs.note TYPE_MISMATCH',
    ])
  })

  test.each([
    [
      'ops.split.inputs.rows',
      'The input "rows" of "split" is wired to other steps; only an input wired by fromConfig() is given here.',
    ],
    ['ops.prepare.ops.greet.inputs.note', 'The input "note" of "greet" is not wired; wire it by fromConfig() to give it here.'],
    ['ops.prepare.inputs.titel', '"prepare" has no input "titel". Did you mean "title"?'],
    ['ops.plain.inputs.x', '"plain" has no input "x".'],
  ])('%s is not given by the run config', async (path, message) => {
    expect(await messages(changed(path, 'x'))).toEqual([message])
  })
})

describe('resources', () => {
  const uses = op({ name: 'uses', resources: { db: type<Db>() }, run: () => 1 })
  const project: JobDefinition = job('project', { run: () => uses() }) as unknown as JobDefinition
  const needsHost = resource({ config: z.object({ host: z.string() }), init: (): Db => ({ query: () => [] }) })
  const brings = op({
    name: 'brings',
    resources: { cache: resource({ config: z.object({ size: z.int() }), init: () => 1 }) },
    run: () => 1,
  })

  test('of the project are checked where the job uses them', async () => {
    const options = { resources: { db: needsHost, unused: needsHost } }
    expect(await errors({}, options, project)).toEqual(['resources.db.config.host MISSING_FIELD'])
    expect(await errors({ resources: { db: { config: { host: 'x' } }, unused: { config: 5 } } }, options, project)).toEqual([])
  })

  test('of the job go over those of the project', async () => {
    const other = resource({ config: z.object({ file: z.string() }), init: (): Db => ({ query: () => [] }) })
    expect(await errors(right, { resources: { db: other } })).toEqual([])
  })

  test('that an op brings along serve where nobody else provides them', async () => {
    const own: JobDefinition = job('own', { run: () => brings() })
    expect(await errors({}, {}, own)).toEqual(['resources.cache.config.size MISSING_FIELD'])
    const provided = resource({ init: () => 2 })
    expect(await errors({}, { resources: { cache: provided } }, own)).toEqual([])
  })

  test('that take no config refuse one', async () => {
    const bare = resource({ init: (): Db => ({ query: () => [] }) })
    expect(await messages({ resources: { db: { config: { a: 1 } } } }, { resources: { db: bare } }, project)).toEqual([
      'The resource "db" takes no config; leave resources.db.config out.',
    ])
  })

  test('provided elsewhere, as in a test, are left to whoever provides them', async () => {
    expect(await errors({ resources: { db: { config: { any: 1 } } } }, {}, project)).toEqual([])
  })
})

test('a job of ten thousand uses is validated', async () => {
  const nodes = Array.from({ length: 10_000 }, (_, index) => ({ ...report.graph.nodes[4], name: `plain_${index}` }))
  const wide = { ...report, resources: {}, graph: { ...report.graph, nodes } } as unknown as JobDefinition
  const document = { ops: Object.fromEntries(nodes.map(({ name }) => [name, {}])) }
  expect(await errors(document, {}, wide)).toEqual([])
})
