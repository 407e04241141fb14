import { expect, test } from 'vitest'
import { z } from 'zod'
import { graph } from '../definition/graph.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut, out } from '../definition/out.ts'
import { resource } from '../definition/resource.ts'
import { optionalType, type } from '../definition/schema.ts'
import { buildJobDescription } from './build-job-description.ts'
import { buildPlan } from './build-plan.ts'

const fetchRows = op({
  name: 'fetch_rows',
  description: 'Reads the rows.',
  config: z.object({ path: z.string() }),
  resources: { db: type<string>(), cache: resource({ init: () => 1 }) },
  retry: { maxRetries: 2, delaySeconds: 5 },
  timeoutSeconds: 60,
  tags: { kind: 'io' },
  pool: 'db',
  codeVersion: '3',
  outs: {
    rows: dynamicOut(type<number>(), { description: 'One by one.' }),
    rest: out(type<number>(), { required: false, ioManager: 'warehouse', asset: 'warehouse/rest' }),
  },
  run: () => ({ rows: new Map<string, number>() }),
})
const clean = op({ name: 'clean', ins: { row: type<number>() }, run: (_, { row }) => row })
const report = op({
  name: 'report',
  ins: { rows: type<number[]>(), rest: optionalType<number>() },
  run: (_, { rows }) => rows.length,
})
const tidy = graph('tidy', { description: 'Cleans one.', ins: { row: type<number>() }, run: ({ row }) => clean({ row }) })
const notify = op({ name: 'notify', run: () => 1 })

const flow = job('flow', {
  description: 'Rows to report.',
  owners: ['team:data'],
  tags: { team: 'data' },
  run() {
    const { rows, rest } = fetchRows.with({ tags: { level: 'high' } })()
    const reported = report({ rows: rows.map((row) => tidy.as('tidied')({ row })).collect(), rest })
    return { reported, notified: notify.after(reported)() }
  },
})
const db = resource({ description: 'The warehouse.', config: z.object({ url: z.string() }), init: () => 'db' })
const description = buildJobDescription(flow, buildPlan(flow), { db })

test('each use of an op is described as it will run', () => {
  expect(description.ops[0]).toEqual({
    key: 'fetch_rows',
    opName: 'fetch_rows',
    description: 'Reads the rows.',
    tags: { kind: 'io', level: 'high' },
    pool: 'db',
    codeVersion: '3',
    timeoutSeconds: 60,
    retry: expect.stringContaining('up to 2 retries'),
    hasConfig: true,
    resources: ['db', 'cache'],
    mapOver: null,
    ins: [],
    outs: [
      { name: 'rows', required: true, dynamic: true, ioManager: 'default', asset: null, description: 'One by one.' },
      { name: 'rest', required: false, dynamic: false, ioManager: 'warehouse', asset: 'warehouse/rest', description: null },
    ],
  })
  expect(description.ops.map(({ key, opName, mapOver, ins }) => [key, opName, mapOver, ins])).toEqual([
    ['fetch_rows', 'fetch_rows', null, []],
    ['tidied.clean', 'clean', { key: 'fetch_rows', output: 'rows' }, [{ name: 'row', optional: false }]],
    [
      'report',
      'report',
      null,
      [
        { name: 'rows', optional: false },
        { name: 'rest', optional: true },
      ],
    ],
    ['notify', 'notify', null, []],
  ])
})

test('edges tell values, items, collected lists and mere order apart', () => {
  expect(description.edges).toEqual([
    { from: 'fetch_rows', output: 'rows', to: 'tidied.clean', input: 'row', kind: 'item' },
    { from: 'tidied.clean', output: 'result', to: 'report', input: 'rows', kind: 'collect' },
    { from: 'fetch_rows', output: 'rest', to: 'report', input: 'rest', kind: 'value' },
    { from: 'report', output: null, to: 'notify', input: null, kind: 'after' },
  ])
})

test('the job itself, its graphs, and the resources its ops use with who provides them', () => {
  expect(description).toMatchObject({
    name: 'flow',
    description: 'Rows to report.',
    owners: ['team:data'],
    tags: { team: 'data' },
  })
  expect(description.graphs).toEqual([{ path: 'tidied', name: 'tidy', description: 'Cleans one.' }])
  expect(description.resources).toEqual([
    { key: 'db', description: 'The warehouse.', hasConfig: true },
    { key: 'cache', description: null, hasConfig: false },
  ])
  const alone = buildJobDescription(flow, buildPlan(flow))
  expect(alone.resources[0]).toEqual({ key: 'db', description: null, hasConfig: false })
})

test('graphs within graphs stand after the one around them, by their paths', () => {
  const outer = graph('outer', { ins: { row: type<number>() }, run: ({ row }) => tidy({ row }) })
  const nested = job('nested', { run: () => outer.as('second')({ row: outer({ row: notify() }) }) })
  const { graphs, ops } = buildJobDescription(nested, buildPlan(nested))
  expect(graphs.map(({ path, name }) => [path, name])).toEqual([
    ['outer', 'outer'],
    ['outer.tidy', 'tidy'],
    ['second', 'outer'],
    ['second.tidy', 'tidy'],
  ])
  expect(ops.map(({ key }) => key)).toEqual(['notify', 'outer.tidy.clean', 'second.tidy.clean'])
})

test('a description is JSON', () => {
  expect(JSON.parse(JSON.stringify(description))).toEqual(description)
})
