import { z } from 'zod'
import { expectType } from '../../test/expect-type.ts'
import type { ExecuteInProcess, TryExecuteInProcess } from '../execution/execute-in-process-types.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import { definitions } from './definitions.ts'
import { fromConfig } from './from-config.ts'
import { graph } from './graph.ts'
import type { Handle } from './handle.ts'
import { job } from './job.ts'
import type { JobDefinition } from './job-definition.ts'
import type { Job, OutputsOf, RunConfig } from './job-type.ts'
import { op } from './op.ts'
import { dynamicOut, out } from './out.ts'
import { resource } from './resource.ts'
import type { RunFailureContext, RunSuccessContext } from './run-handlers.ts'
import { type } from './schema.ts'
import type { None } from './value-types.ts'

declare const executeInProcess: ExecuteInProcess
declare const tryExecuteInProcess: TryExecuteInProcess

interface Db {
  query(sql: string): Promise<readonly string[]>
}
const db: Db = { query: async () => [] }

const one = op({ name: 'one', run: () => 1 })
const fetchRows = op({
  name: 'fetch_rows',
  config: z.object({ path: z.string(), limit: z.number().default(10) }),
  run: ({ config }): string[] => [config.path],
})
const store = op({
  name: 'store',
  ins: { rows: z.array(z.string()) },
  config: z.object({ table: z.string().default('rows') }),
  resources: { db: type<Db>() },
  run: (_, { rows }) => rows.length,
})
const clean = op({
  name: 'clean',
  ins: { rows: z.array(z.string()) },
  outs: { valid: z.array(z.string()), rejected: out(z.array(z.string()), { required: false }) },
  run: (_, { rows }) => ({ valid: rows }),
})
const split = op({ name: 'split', ins: { rows: z.array(z.string()) }, out: dynamicOut(z.string()), run: () => [] })
const shout = op({ name: 'shout', ins: { line: z.string() }, run: (_, { line }) => line.toUpperCase() })
const greet = op({ name: 'greet', ins: { who: z.string(), times: z.number().optional() }, run: (_, { who }) => who })

const plain = job('plain', { run: () => one() })
const load = job('load', { run: () => fetchRows() })
const loads = graph('loads', { run: () => fetchRows() })
const nested = job('nested', { run: () => loads() })
const storing = job('storing', { run: () => store({ rows: fetchRows() }) })
const postgres = resource({ config: z.object({ url: z.string() }), init: (): Db => db, dispose: (value) => void value.query('') })
const provided = job('provided', { resources: { db: postgres }, run: () => store({ rows: fetchRows() }) })
const greeting = job('greeting', { run: () => greet({ who: fromConfig(), times: fromConfig() }) })

export function bodies(): void {
  job('right', { run: () => ({ n: one(), rows: fetchRows() }) })
  // @ts-expect-error: a body that is asynchronous
  job('asynchronous', { run: async () => one() })
  // @ts-expect-error: a body that returns nothing
  job('nothing', { run: () => void one() })
  // @ts-expect-error: a body that returns a plain value
  job('value', { run: () => 1 })
  // @ts-expect-error: a record with a plain value in it
  job('half', { run: () => ({ n: one(), m: 1 }) })
  // @ts-expect-error: a list of handles has no names
  job('list', { run: () => [one()] })
  // @ts-expect-error: an op that is not called
  job('uncalled', { run: () => one })
  // @ts-expect-error: a body without arguments
  job('arguments', { run: (n: number) => (n > 1 ? one() : one.as('two')()) })
  // @ts-expect-error: a name that is none
  job('flight-report', { run: () => one() })
  // @ts-expect-error: an option that does not exist
  job('unknown_option', { retries: 1, run: () => one() })
  // @ts-expect-error: tags are plain values
  job('tags', { tags: { team: ['ops'] }, run: () => one() })
  // @ts-expect-error: owners are a list
  job('owners', { owners: 'ops', run: () => one() })
  // @ts-expect-error: a retry policy without maxRetries
  job('retry', { opRetry: { delaySeconds: 1 }, run: () => one() })
  // @ts-expect-error: a job that uses itself
  const self = job('self', { run: () => self() })
  // @ts-expect-error: a graph that uses itself
  const again = graph('again', { run: () => again() })
  // @ts-expect-error: a graph's body gets its declared inputs only
  graph('inputs', { ins: { x: z.number() }, run: ({ y }) => y })
}

export function runConfigs(): void {
  ;({}) satisfies RunConfig<typeof plain>
  const right: RunConfig<typeof load> = { ops: { fetch_rows: { config: { path: 'a', limit: 1 } } } }
  const fromEnvironment: RunConfig<typeof load> = { ops: { fetch_rows: { config: { path: { env: 'ROWS_PATH' } } } } }
  // @ts-expect-error: an op that does not exist
  const unknownOp: RunConfig<typeof load> = { ops: { fetch_row: { config: { path: 'a' } } } }
  // @ts-expect-error: required config is missing
  const missing: RunConfig<typeof load> = {}
  // @ts-expect-error: a required key of the config is missing
  const missingKey: RunConfig<typeof load> = { ops: { fetch_rows: { config: { limit: 1 } } } }
  // @ts-expect-error: a config value of another type
  const wrongType: RunConfig<typeof load> = { ops: { fetch_rows: { config: { path: 1 } } } }
  // @ts-expect-error: a number comes from no environment
  const envNumber: RunConfig<typeof load> = { ops: { fetch_rows: { config: { path: 'a', limit: { env: 'LIMIT' } } } } }
  // @ts-expect-error: a key the config does not have
  const unknownKey: RunConfig<typeof load> = { ops: { fetch_rows: { config: { path: 'a', offset: 1 } } } }
  const both = job('both', { run: () => ({ n: one(), rows: fetchRows() }) })
  // @ts-expect-error: a section for a step that takes nothing
  const noSection: RunConfig<typeof both> = { ops: { fetch_rows: { config: { path: 'a' } }, one: {} } }
  // @ts-expect-error: sections where no op takes anything
  const none: RunConfig<typeof plain> = { ops: { one: {} } }
  // @ts-expect-error: a key that is no section
  const noKey: RunConfig<typeof plain> = { solids: {} }
  const inGraph: RunConfig<typeof nested> = { ops: { loads: { ops: { fetch_rows: { config: { path: 'a' } } } } } }
  // @ts-expect-error: config of a step in a graph is missing
  const missingGraph: RunConfig<typeof nested> = { ops: {} }
  // @ts-expect-error: config of a step in a graph lies under the graph
  const flat: RunConfig<typeof nested> = { ops: { fetch_rows: { config: { path: 'a' } } } }
  const all: RunConfig<typeof provided> = {
    ops: { fetch_rows: { config: { path: 'a' } } },
    resources: { db: { config: { url: { env: 'DB' } } } },
  }
  // @ts-expect-error: config of a resource is missing
  const missingResource: RunConfig<typeof provided> = { ops: { fetch_rows: { config: { path: 'a' } } } }
  // @ts-expect-error: a resource the job does not use
  const unknownResource: RunConfig<typeof plain> = { resources: { db: {} } }
  const inputs: RunConfig<typeof greeting> = { ops: { greet: { inputs: { who: 'you' } } } }
  // @ts-expect-error: an input that comes from the run config is missing
  const missingInput: RunConfig<typeof greeting> = {}
  // @ts-expect-error: inputs are given as they are, without environment
  const envInput: RunConfig<typeof greeting> = { ops: { greet: { inputs: { who: { env: 'WHO' } } } } }
  const execution: RunConfig<typeof plain> = { execution: { config: { maxConcurrent: 2 } } }
  // @ts-expect-error: an execution setting that does not exist
  const unknownExecution: RunConfig<typeof plain> = { execution: { config: { maxParallel: 2 } } }
  void [right, fromEnvironment, unknownOp, missing, missingKey, wrongType, envNumber, unknownKey, noSection, none, noKey, inGraph]
  void [missingGraph, flat, all, missingResource, unknownResource, inputs, missingInput, envInput, execution, unknownExecution]
}

export function resources(): void {
  job('wrapped', { resources: { db }, run: () => store({ rows: fetchRows() }) })
  // @ts-expect-error: a resource of another type
  job('wrong', { resources: { db: 'postgres' }, run: () => store({ rows: fetchRows() }) })
  // @ts-expect-error: a resource that makes another type
  job('wrong_made', { resources: { db: resource({ init: () => 1 }) }, run: () => store({ rows: fetchRows() }) })
  // @ts-expect-error: dispose takes what init made
  resource({ init: () => 1, dispose: (value: string) => void value })
  // @ts-expect-error: init is what makes a resource
  resource({ dispose: () => undefined })
  // @ts-expect-error: init reads config that has no schema
  resource({ init: ({ config }) => config.url })
  definitions({ jobs: [plain, storing], resources: { db, spare: 1 } })
  definitions({ jobs: [plain, provided] })
  // @ts-expect-error: a resource that a job needs is missing
  definitions({ jobs: [plain, storing] })
  // @ts-expect-error: a project's resource of another type
  definitions({ jobs: [storing], resources: { db: 1 } })
  // @ts-expect-error: a job is what job() gives
  definitions({ jobs: [one] })
  // @ts-expect-error: an I/O manager that is none
  definitions({ jobs: [plain], ioManagers: { warehouse: {} } })
  // @ts-expect-error: a kind of definition that does not exist
  definitions({ jobs: [plain], schedules: [] })
}

/** An op may bring a resource to fall back on; whoever provides the key takes its place, config and all. */
export function broughtResources(): void {
  const fetchFrom = op({ name: 'fetch_from', resources: { db: postgres }, run: ({ resources }) => resources.db.query('') })
  const brings = job('brings', { run: () => fetchFrom() })
  definitions({ jobs: [brings] })
  const config: RunConfig<typeof brings> = { resources: { db: { config: { url: 'a' } } } }
  // @ts-expect-error: config of the resource that an op brings is missing
  const missing: RunConfig<typeof brings> = {}
  // @ts-expect-error: a launch without the config of what an op brings
  executeInProcess(brings)
  executeInProcess(brings, { resources: { db } })
  // @ts-expect-error: a stand-in of another type than what an op brings
  executeInProcess(brings, { resources: { db: 1 } })
  const replaced = job('replaced', { resources: { db }, run: () => fetchFrom() })
  const none: RunConfig<typeof replaced> = {}
  // @ts-expect-error: config of what the job has replaced
  const stale: RunConfig<typeof replaced> = { resources: { db: { config: { url: 'a' } } } }
  void [config, missing, none, stale]
}

export async function running(): Promise<void> {
  const config = { ops: { fetch_rows: { config: { path: 'a' } } } }
  const rows = await executeInProcess(load, { config })
  expectType<typeof rows.outputs, { readonly result: string[] }>(true)
  expectType<ReturnType<typeof rows.outputOf<typeof fetchRows>>, string[]>(true)
  await executeInProcess(plain)
  // @ts-expect-error: a job that needs config gets options
  await executeInProcess(load)
  // @ts-expect-error: and config in them
  await executeInProcess(load, {})
  // @ts-expect-error: a job that needs a resource gets it
  await executeInProcess(storing, { config })
  await executeInProcess(storing, { config, resources: { db } })
  // @ts-expect-error: a stand-in of another type
  await executeInProcess(storing, { config, resources: { db: 1 } })
  await executeInProcess(provided, { config: { ...config, resources: { db: { config: { url: 'a' } } } } })
  await executeInProcess(provided, { config, resources: { db } })
  // @ts-expect-error: a resource that no stand-in replaces gets its config
  await executeInProcess(provided, { config })
  // @ts-expect-error: a launch option that does not exist
  await executeInProcess(plain, { timeout: 1 })
  // @ts-expect-error: an output the job does not have
  rows.outputs.rows
  const cleaned = job('cleaned', { run: () => clean({ rows: fetchRows() }) })
  const { outputs, outputOf } = await executeInProcess(cleaned, { config })
  outputs.rejected?.length
  // @ts-expect-error: an output that may be left out
  outputs.rejected.length
  expectType<ReturnType<typeof outputOf<typeof clean>>, { readonly valid: string[]; readonly rejected: string[] | undefined }>(
    true,
  )
  const result = await tryExecuteInProcess(plain)
  // @ts-expect-error: a run that may have failed has no outputs
  result.outputs
  if (result.status === 'SUCCESS') result.outputs.result satisfies number
  else if (result.status === 'FAILURE') result.error.message satisfies string
}

/** What the types are where everything is right. */
export function carried(): void {
  plain satisfies JobDefinition
  plain satisfies Job
  expectType<typeof plain, Job<'plain', { readonly result: number }, never, None>>(true)
  const dynamic = job('dynamic', { run: () => ({ lines: split({ rows: fetchRows() }).map((line) => shout({ line })) }) })
  expectType<OutputsOf<typeof dynamic>, { readonly lines: ReadonlyMap<string, string> }>(true)
  const loose = job('loose', {
    run: () => {
      const h: Handle<string[]> = fetchRows()
      return h
    },
  })
  const looseConfig: RunConfig<typeof loose> = { ops: { anything: { config: 1 } } }
  expectType<
    RunConfig<typeof plain>,
    {
      readonly ops?: { readonly [key: string]: never }
      readonly resources?: { readonly [key: string]: never }
      readonly execution?: { readonly config?: { readonly maxConcurrent?: number } }
    }
  >(true)
  void looseConfig
}

// Handlers of runs' ends know what they are told.
job('told', {
  onRunFailure(context) {
    expectType<typeof context, RunFailureContext>(true)
    expectType<typeof context.reason, FailureReason>(true)
  },
  onRunSuccess: async (context) => expectType<typeof context, RunSuccessContext>(true),
  run: () => one(),
})
job('told_each_time', {
  onRunFailure: { evenIfRetried: true, run: (context) => expectType<typeof context, RunFailureContext>(true) },
  run: () => one(),
})
definitions({ jobs: [], onRunFailure: (context) => expectType<typeof context, RunFailureContext>(true) })
// @ts-expect-error a success has no reason
job('told_too_much', { onRunSuccess: ({ reason }) => reason, run: () => one() })
