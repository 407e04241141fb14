import { beforeAll, describe, expect, test } from 'vitest'
import { type Compiled, compileAsUser } from './compile.ts'

/** A user's ops and jobs, exported as a user's package would; each mistake below is a file that imports them. */
const OPS = `
import { dynamicOut, graph, job, op, out, resource, type } from '@pawl/core'
import { z } from 'zod'

const Flight = z.object({ id: z.string(), delay: z.number() })
export interface Db { query(sql: string): Promise<readonly string[]> }

export const fetchFlights = op({
  name: 'fetch_flights',
  config: z.object({ path: z.string(), limit: z.number().default(10) }),
  run: ({ config }): z.infer<typeof Flight>[] => [{ id: config.path, delay: config.limit }],
})
export const clean = op({
  name: 'clean',
  ins: { flights: z.array(Flight) },
  outs: { valid: z.array(Flight), rejected: out(z.array(z.string()), { required: false }) },
  run: (_, { flights }) => ({ valid: flights }),
})
export const split = op({ name: 'split', ins: { flights: z.array(Flight) }, out: dynamicOut(z.array(Flight)), run: () => [] })
export const sum = op({ name: 'sum', ins: { xs: z.array(z.number()), start: z.number().optional() }, run: (_, { xs }) => xs.length })
export const one = op({ name: 'one', run: () => 1 })
export const text = op({ name: 'text', run: () => 'a' })
export const store = op({ name: 'store', resources: { db: type<Db>() }, run: () => 1 })

export const fetched = () => fetchFlights()
export const cleaned = () => clean({ flights: fetchFlights() })
export const parts = () => split({ flights: fetchFlights() })
export const add = graph('add', { ins: { x: z.number(), start: z.number().optional() }, run: ({ x, start }) => sum({ xs: [x], start }) })
export const url = resource({ config: z.object({ url: z.string() }), init: ({ config }) => config.url })
export const report = job('report', { resources: { url }, run: () => ({ ...clean({ flights: fetchFlights() }), stored: store() }) })
`

const MISTAKES: Readonly<Record<string, { readonly source: string; readonly says: readonly string[] }>> = {
  'a mistyped input': {
    source: 'clean({ flihgts: fetchFlights() })',
    says: [
      "'flihgts' does not exist in type 'Inputs<{ flights: { id: string; delay: number; }[]; }>'. Did you mean to write 'flights'?",
    ],
  },
  'an input that does not exist': {
    source: 'clean({ flights: fetchFlights(), extra: one() })',
    says: [`Type 'Handle<number, never>' is not assignable to type '"this op has no input 'extra'"'.`],
  },
  'a missing input': {
    source: 'clean({})',
    says: [
      "Property 'flights' is missing in type '{}' but required in type 'Inputs<{ flights: { id: string; delay: number; }[]; }>'.",
    ],
  },
  'a handle of another type': {
    source: 'clean({ flights: text() })',
    says: [
      "Type 'Handle<string, never>' is not assignable to type 'Source<{ id: string; delay: number; }[]>'.",
      "Type 'string' is not assignable to type '{ id: string; delay: number; }[]'.",
    ],
  },
  'a plain value for a wire': { source: 'sum({ xs: [1] })', says: ["Type 'number' is not assignable to type 'Wire<number>'."] },
  'a dynamic handle passed on as it is': {
    source: 'clean({ flights: split({ flights: fetchFlights() }) })',
    says: [`Type '"many values: use .map() or .collect()"' is not assignable to type '"one value"'.`],
  },
  'a dynamic handle where its list would do': {
    source: 'sum({ xs: split({ flights: fetchFlights() }) })',
    says: [`Type '"many values: use .map() or .collect()"' is not assignable to type '"one value"'.`],
  },
  'a handle used as its value': {
    source: 'clean({ flights: fetchFlights() }).valid.length',
    says: ["Property 'length' does not exist on type 'Handle<{ id: string; delay: number; }[],"],
  },
  'a handle that is iterated': {
    source: 'for (const _ of fetchFlights()) break',
    says: ["must have a '[Symbol.iterator]()' method"],
  },
  'an output that does not exist': {
    source: 'clean({ flights: fetchFlights() }).vaild',
    says: ["Property 'vaild' does not exist on type '{ readonly rejected: OptionalHandle<string[],", "Did you mean 'valid'?"],
  },
  'a key the config does not have': {
    source: "op({ name: 'a', config: z.object({ path: z.string() }), run: ({ config }) => config.pth })",
    says: ["Property 'pth' does not exist on type '{ path: string; }'. Did you mean 'path'?"],
  },
  'config without a schema': {
    source: "op({ name: 'a', run: ({ config }) => config.path })",
    says: ["Property 'path' does not exist on type 'NoConfig'."],
  },
  'a name that is none': {
    source: "op({ name: 'fetch-flights', run: () => 1 })",
    says: [`Type '"fetch-flights"' is not assignable to type '"'fetch-flights' is not a name: use A-Z a-z 0-9 _"'.`],
  },
  'an undeclared output returned': {
    source: "op({ name: 'a', outs: { x: z.number() }, run: () => ({ x: 1, z: 1 }) })",
    says: [`Type 'number' is not assignable to type '"this op has no output 'z'"'.`],
  },
  'out with outs': {
    source: "op({ name: 'a', out: z.number(), outs: { x: z.number() }, run: () => ({ x: 1 }) })",
    says: [`is not assignable to type '"an op has either out or outs"'.`],
  },
  'an asynchronous body': {
    source: "job('a', { run: async () => one() })",
    says: ["Type 'Promise<Handle<number, never>>' is not assignable to type 'Outputs'."],
  },
  'a body that returns nothing': {
    source: "job('a', { run: () => { one() } })",
    says: ["Type 'void' is not assignable to type 'Outputs'."],
  },
  'a mistyped step in the run config': {
    source: "({ ops: { fetch_flight: { config: { path: 'a' } } } }) satisfies RunConfig<typeof report>",
    says: ["'fetch_flight' does not exist in type", "Did you mean to write 'fetch_flights'?"],
  },
  'a gap in the run config': {
    source: 'export const config: RunConfig<typeof report> = { ops: {} }',
    says: ["Property 'fetch_flights' is missing in type '{}'"],
  },
  'a resource that a project does not provide': {
    source: 'definitions({ jobs: [report] })',
    says: ["Property 'resources' is missing in type", '{ readonly resources: { readonly db: Db | Resource<Db, unknown>; }'],
  },
  'a resource of another type': {
    source: "job('a', { resources: { db: 'postgres' }, run: () => store() })",
    says: ["Type 'string' is not assignable to type 'Db | Resource<Db, unknown>"],
  },
  'a graph that uses itself': {
    source: "const self = graph('self', { run: () => self() })",
    says: [
      "'self' implicitly has type 'any' because it does not have a type annotation and is referenced directly or indirectly in its own initializer.",
    ],
  },
}

const IMPORTS = `
import { definitions, graph, job, op, type RunConfig } from '@pawl/core'
import { z } from 'zod'
import { clean, fetchFlights, one, report, split, store, sum, text } from './ops.ts'
`
const fileOf = (mistake: string): string => `${mistake.replaceAll(' ', '-')}.ts`

let compiled: Compiled
beforeAll(() => {
  const mistakes = Object.entries(MISTAKES).map(([mistake, { source }]) => [fileOf(mistake), `${IMPORTS}${source}\n`])
  compiled = compileAsUser({ 'ops.ts': OPS, ...Object.fromEntries(mistakes) })
})

describe('the compiler tells', () => {
  test.each(Object.entries(MISTAKES))('%s', (mistake, { says }) => {
    const [message = ''] = compiled.errors(fileOf(mistake))
    for (const words of says) expect(message).toContain(words)
  })

  test('nothing of what is right', () => {
    expect(compiled.errors('ops.ts')).toEqual([])
  })
})

describe('a declared type can be read', () => {
  const declared = (name: string): string => {
    const text = compiled.declarations('ops.ts').replaceAll('import("@pawl/core").', '').replaceAll(/\s+/g, ' ')
    return new RegExp(`export declare const ${name}: (.*?)(?= export |$)`).exec(text)?.[1]?.trim() ?? ''
  }
  const FLIGHTS = '{ id: string; delay: number; }[]'
  const NEED = 'Configures<"fetch_flights", { readonly config: { path: string | EnvRef; limit?: number | undefined; }; }>'

  test.each([
    [
      'fetchFlights',
      `Op<"fetch_flights", {}, { result: ${FLIGHTS}; }, { path: string; limit?: number | undefined; }, {}, never>;`,
    ],
    ['clean', `Op<"clean", { flights: ${FLIGHTS}; }, { rejected?: string[]; valid: ${FLIGHTS}; }, NoConfig, {}, never>;`],
    ['split', `Op<"split", { flights: ${FLIGHTS}; }, { result: Dynamic<${FLIGHTS}>; }, NoConfig, {}, never>;`],
    ['store', 'Op<"store", {}, { result: number; }, NoConfig, { db: Db; }, never>;'],
    ['fetched', `() => Handle<${FLIGHTS}, ${NEED}>;`],
    ['cleaned', `() => { readonly rejected: OptionalHandle<string[], ${NEED}>; readonly valid: Handle<${FLIGHTS}, ${NEED}>; };`],
    ['parts', `() => DynamicHandle<${FLIGHTS}, ${NEED}>;`],
    ['add', 'Graph<"add", { x: number; start?: number; }, { result: number; }, never, never>;'],
    ['url', 'Resource<string, { url: string; }>;'],
    [
      'report',
      `Job<"report", { readonly rejected: string[] | undefined; readonly valid: ${FLIGHTS}; readonly stored: number; }, ${NEED} | Uses<"db", Db>, { url: Resource<string, { url: string; }>; }>;`,
    ],
  ])('%s', (name, type) => {
    // Compilers order the keys of computed types differently.
    const sorted = (text: string): readonly string[] => text.split(/[\s;{}]+/).sort()
    expect(sorted(declared(name))).toEqual(sorted(type))
  })

  test('and names nothing but what this package exports', () => {
    const imports = compiled.declarations('ops.ts').matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)
    expect([...new Set([...imports].map(([, from]) => from))]).toEqual(['@pawl/core'])
  })
})
