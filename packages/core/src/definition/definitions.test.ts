import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal } from '../../test/refusal.ts'
import { definitions } from './definitions.ts'
import { graph } from './graph.ts'
import type { IOManager } from './io-manager.ts'
import { job } from './job.ts'
import { op } from './op.ts'
import { out } from './out.ts'
import { resource } from './resource.ts'
import { type } from './schema.ts'

const one = op({ name: 'one', run: () => 1 })
const store = op({
  name: 'store',
  resources: { db: type<string>() },
  out: out(z.number(), { ioManager: 'warehouse' }),
  run: () => 1,
})
const plain = job('plain', { run: () => one() })
const storing = job('storing', { run: () => store() })
const warehouse: IOManager = {
  scope: 'process',
  handleOutput: async () => ({ location: 'memory' }),
  loadInput: async () => undefined,
}
const refused = (definition: unknown): string => refusal(() => definitions(definition as { jobs: [] }))

describe('definitions', () => {
  test('are frozen data: jobs, resources with plain values wrapped, I/O managers', () => {
    const all = definitions({
      jobs: [plain, storing],
      resources: { db: 'url', spare: 1 },
      ioManagers: { warehouse, made: () => warehouse },
    })
    expect(all).toMatchObject({
      kind: 'definitions',
      jobs: [plain, storing],
      resources: { db: { kind: 'resource' } },
      ioManagers: { warehouse },
    })
    expect([all, all.jobs, all.resources, all.ioManagers].every(Object.isFrozen)).toBe(true)
    expect(definitions({ jobs: [] })).toEqual({ kind: 'definitions', jobs: [], resources: {}, ioManagers: {} })
  })

  test('need not provide what a job or an op brings', () => {
    const brought = op({ name: 'brought', resources: { db: resource({ init: () => 'url' }) }, run: () => 1 })
    const needing = op({ name: 'needing', resources: { db: type<string>() }, run: () => 1 })
    const byOp = job('by_op', { run: () => ({ a: brought(), b: needing() }) })
    const byJob = job('by_job', { resources: { db: 'url' }, run: () => needing() })
    expect(refused({ jobs: [byOp, byJob] })).toBe('nothing was thrown')
  })
})

describe('definitions are refused', () => {
  test('for a resource that nobody provides, also in a nested graph', () => {
    const nested = job('nested', {
      ioManager: 'warehouse',
      run: () => graph('inner', { run: () => ({ a: store(), b: store.as('again')() }) })(),
    })
    const message = (name: string, wayOut: string): string =>
      `UNKNOWN_RESOURCE: Op "store" of job "${name}" needs resource "db", which neither the job nor definitions() provides. ${wayOut}`
    expect(refused({ jobs: [nested], ioManagers: { warehouse } })).toBe(
      message('nested', 'Add it to "resources" of one of them; they have none.'),
    )
    expect(refused({ jobs: [storing], ioManagers: { warehouse }, resources: { bd: 'url' } })).toBe(
      message('storing', 'Did you mean "bd"?'),
    )
    const load = op({ name: 'load', resources: { db: type<string>() }, run: () => 1 })
    const both = job('both', { run: () => ({ a: store(), b: load() }) })
    expect(refused({ jobs: [both], ioManagers: { warehouse }, resources: { cache: 1 } })).toBe(
      'UNKNOWN_RESOURCE: Ops "store" and "load" of job "both" need resource "db", which neither the job nor definitions() provides. Add it to "resources" of one of them; they have "cache".',
    )
  })

  test('for an I/O manager that is not there', () => {
    expect(refused({ jobs: [storing], resources: { db: 'url' } })).toBe(
      'UNKNOWN_IO_MANAGER: Output "store.result" of job "storing" names I/O manager "warehouse", which definitions() does not have. Add it to "ioManagers"; there are "default".',
    )
    const job1 = job('elsewhere', { ioManager: 'warehose', run: () => one() })
    expect(refused({ jobs: [job1], ioManagers: { warehouse } })).toBe(
      'UNKNOWN_IO_MANAGER: Job "elsewhere" names I/O manager "warehose", which definitions() does not have. Did you mean "warehouse"?',
    )
    expect(refused({ jobs: [job('usual', { ioManager: 'default', run: () => one() })] })).toBe('nothing was thrown')
  })

  test.each<[string, unknown, string]>([
    [
      'for an I/O manager that is none',
      { jobs: [], ioManagers: { warehouse: { handleOutput: 1 } } },
      'INVALID_IO_MANAGER: I/O manager "warehouse" of definitions() is an object with "handleOutput". Give an object with handleOutput, loadInput and scope, or a function that makes one.',
    ],
    [
      'for an I/O manager of no scope',
      { jobs: [], ioManagers: { warehouse: { ...warehouse, scope: 'global' } } },
      'INVALID_IO_MANAGER: I/O manager "warehouse" of definitions() is an object with "scope", "handleOutput" and "loadInput". Give an object with handleOutput, loadInput and scope, or a function that makes one.',
    ],
    [
      'for two jobs of one name',
      { jobs: [plain, plain] },
      'DUPLICATE_JOB: definitions() has two jobs called "plain". Rename one, or list it once.',
    ],
    [
      'for jobs that differ only by case',
      { jobs: [plain, job('Plain', { run: () => one() })] },
      'DUPLICATE_JOB: definitions() has jobs "plain" and "Plain", which differ only by case. Rename one.',
    ],
    ['for an op among the jobs', { jobs: [one] }, 'NOT_A_JOB: jobs[0] of definitions() is a function. Give what job(…) returns.'],
    [
      'for jobs that are no list',
      { jobs: plain },
      'INVALID_OPTION: Option "jobs" of definitions() is an object with "kind", "name", "owners", "tags" and "graph". Give a list of jobs.',
    ],
    [
      'for an option they do not have',
      { jobs: [], ops: [] },
      'UNKNOWN_OPTION: definitions() has no option "ops". Did you mean "jobs"?',
    ],
    [
      'without anything',
      undefined,
      'INVALID_OPTION: definitions() is given undefined for its options. Give an object with "jobs", "resources", "ioManagers", "onRunFailure" and "onRunSuccess".',
    ],
  ])('%s', (_, definition, message) => {
    expect(refused(definition)).toBe(message)
  })
})
