import { z } from 'zod'
import { fromConfig } from '../src/definition/from-config.ts'
import { graph } from '../src/definition/graph.ts'
import { job } from '../src/definition/job.ts'
import type { JobDefinition } from '../src/definition/job-definition.ts'
import { op } from '../src/definition/op.ts'
import { dynamicOut } from '../src/definition/out.ts'
import { resource } from '../src/definition/resource.ts'
import { type } from '../src/definition/schema.ts'
import { type RunConfigOptions, validateRunConfig } from '../src/plan/validate-run-config.ts'

/** What the job's resource gives. */
export interface Db {
  query(sql: string): string[]
}

const fetchRows = op({
  name: 'fetch_rows',
  config: z.object({ path: z.string(), limit: z.int().positive().default(100) }),
  resources: { db: type<Db>() },
  run: ({ config }) => [config.path],
})
const clean = op({
  name: 'clean',
  ins: { rows: z.array(z.string()) },
  config: z.object({ strict: z.boolean() }),
  run: (_, { rows }) => rows,
})
const split = op({
  name: 'split',
  ins: { rows: z.array(z.string()) },
  out: dynamicOut(z.string()),
  run: (_, { rows }) => new Map(rows.map((row) => [row, row])),
})
const sum = op({ name: 'sum', ins: { row: z.string() }, run: (_, { row }) => row.length })
const greet = op({ name: 'greet', ins: { name: z.string(), note: z.string().optional() }, run: (_, { name }) => name })
const plain = op({ name: 'plain', run: () => 1 })

const prepare = graph('prepare', {
  ins: { rows: z.array(z.string()), title: z.string() },
  run: ({ rows, title }) => ({ cleaned: clean({ rows }), greeting: greet({ name: title }) }),
})

/** fetch_rows -> prepare (clean, greet) -> split -> sum for each item, and plain beside them. */
export const report: JobDefinition = job('report', {
  resources: { db: resource({ config: z.object({ host: z.string() }), init: (): Db => ({ query: () => [] }) }) },
  run() {
    const { cleaned, greeting } = prepare({ rows: fetchRows(), title: fromConfig() })
    const sums = split({ rows: cleaned }).map((row) => sum({ row }))
    return { sums: sums.collect(), greeting, one: plain() }
  },
})

/** A run config that is right for it. */
export const right = {
  ops: {
    fetch_rows: { config: { path: 'a.csv' } },
    prepare: { inputs: { title: 'hello' }, ops: { clean: { config: { strict: true } } } },
  },
  resources: { db: { config: { host: 'localhost' } } },
  execution: { config: { maxConcurrent: 4 } },
}

/** `path CODE` for each error. */
export async function errors(document: unknown, options: RunConfigOptions = {}, of: JobDefinition = report): Promise<string[]> {
  const result = await validateRunConfig(of, document, options)
  return result.ok ? [] : result.errors.map(({ path, code }) => `${path.join('.')} ${code}`)
}
export async function messages(document: unknown, options: RunConfigOptions = {}, of: JobDefinition = report): Promise<string[]> {
  const result = await validateRunConfig(of, document, options)
  return result.ok ? [] : result.errors.map(({ message }) => message)
}
