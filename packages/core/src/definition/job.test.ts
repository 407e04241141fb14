import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal } from '../../test/refusal.ts'
import { job } from './job.ts'
import { op } from './op.ts'
import { resource } from './resource.ts'
import type { ResourceDefinition } from './resource-definition.ts'
import { type } from './schema.ts'

const one = op({ name: 'one', run: () => 1 })
const untyped = job as (name: unknown, definition: unknown) => unknown
const run = (): ReturnType<typeof one> => one()
const db = resource({
  config: z.object({ url: z.string() }),
  init: ({ config }) => ({ url: config.url }),
  dispose: () => undefined,
})
const initialised = (definition: ResourceDefinition | undefined): unknown =>
  definition?.init({ config: undefined, runId: 'r', signal: new AbortController().signal })

describe('a job as data', () => {
  test('holds what its author gave, frozen', () => {
    const report = job('report', {
      description: 'Counts.',
      owners: ['ops'],
      tags: { 'pawl/max_retries': 3, team: 'ops' },
      opRetry: { maxRetries: 1 },
      ioManager: 'warehouse',
      resources: { db },
      run,
    })
    expect(report).toMatchObject({
      kind: 'job',
      name: 'report',
      description: 'Counts.',
      owners: ['ops'],
      tags: { 'pawl/max_retries': '3', team: 'ops' },
      opRetry: { maxRetries: 1 },
      ioManager: 'warehouse',
      resources: { db },
      graph: { kind: 'graph', name: 'report', description: 'Counts.', ins: {} },
    })
    expect([report, report.owners, report.tags, report.graph, report.graph.nodes, report.resources].every(Object.isFrozen)).toBe(
      true,
    )
  })

  test('leaves out what was not given', () => {
    const { graph, ...rest } = job('bare', { run })
    expect(rest).toEqual({ kind: 'job', name: 'bare', owners: [], tags: {}, resources: {} })
    expect(Object.keys(graph)).toEqual(['kind', 'name', 'ins', 'nodes', 'outputs'])
  })

  test('wraps plain values of resources, and keeps resources as they are', () => {
    const client = { query: () => 1 }
    const { resources } = job('wrapped', { resources: { db, client, none: null, zero: 0 }, run })
    expect(resources['db']).toBe(db)
    expect(initialised(resources['client'])).toBe(client)
    expect([initialised(resources['none']), initialised(resources['zero'])]).toEqual([null, 0])
  })

  test('calls its body once, at once', () => {
    let calls = 0
    const counted = job('counted', {
      run() {
        calls++
        return one()
      },
    })
    expect([calls, counted.graph.nodes.length, calls]).toEqual([1, 1, 1])
  })

  test('can be made while another body is traced, without touching it', () => {
    const outer = job('outer', {
      run() {
        const inner = job('inner', { run })
        expect(inner.graph.nodes).toHaveLength(1)
        return one()
      },
    })
    expect(outer.graph.nodes).toHaveLength(1)
  })
})

describe('a job is refused', () => {
  test.each<[string, unknown, unknown, string]>([
    [
      'for a name that is none',
      'flight report',
      { run },
      'INVALID_NAME: Job name "flight report" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "flight_report".',
    ],
    ['without a body', 'report', {}, 'INVALID_OPTION: Option "run" of job "report" is undefined. Give a function.'],
    [
      'for an option it does not have',
      'report',
      { run, owner: 'ops' },
      'UNKNOWN_OPTION: Job "report" has no option "owner". Did you mean "owners"?',
    ],
    [
      'for owners that are no list',
      'report',
      { run, owners: 'ops' },
      'INVALID_OPTION: Option "owners" of job "report" is the text "ops". Give a list of texts.',
    ],
    [
      'for owners that are no texts',
      'report',
      { run, owners: ['ops', 1] },
      'INVALID_OPTION: Option "owners" of job "report" is a list with something else than text. Give a list of texts.',
    ],
    [
      'for a retry policy that is none',
      'report',
      { run, opRetry: { maxRetries: -1 } },
      'INVALID_RETRY: opRetry of job "report" has maxRetries -1. Give a whole number from 0: how often to try again after the first attempt.',
    ],
    [
      'for the key of a resource',
      'report',
      { run, resources: { 'my-db': 1 } },
      'INVALID_NAME: Resource name "my-db" of job "report" is not a name: use 1 to 200 of the characters A-Z a-z 0-9 _, such as "my_db".',
    ],
    [
      'for a resource that is not there',
      'report',
      { run, resources: { db: undefined } },
      'INVALID_RESOURCE: Resource "db" of job "report" is undefined. Give a resource(…), or the value itself.',
    ],
    [
      'for a resource that is only a type',
      'report',
      { run, resources: { db: type() } },
      'INVALID_RESOURCE: Resource "db" of job "report" is type<T>(), which only says what an op needs. Give a resource(…), or the value itself.',
    ],
  ])('%s', (_, name, definition, message) => {
    expect(refusal(() => untyped(name, definition))).toBe(message)
  })

  test('where two ops bring different resources under one key, and it does not say which', () => {
    const other = resource({ init: () => ({ url: 'other' }) })
    const first = op({ name: 'first', resources: { db }, run: () => 1 })
    const second = op({ name: 'second', resources: { db: other }, run: () => 1 })
    const body = (): { a: ReturnType<typeof first>; b: ReturnType<typeof second> } => ({ a: first(), b: second() })
    expect(refusal(() => job('clash', { run: body }))).toBe(
      'RESOURCE_CONFLICT: Ops "first" and "second" of job "clash" bring different resources as "db". A run has one resource for a key: provide it in the "resources" of the job, or rename one key.',
    )
    expect(refusal(() => job('settled', { resources: { db }, run: body }))).toBe('nothing was thrown')
    const same = (): unknown => job('same', { run: () => ({ a: first(), b: first.as('again')() }) })
    expect(refusal(same)).toBe('nothing was thrown')
  })
})
