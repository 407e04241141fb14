import { z } from 'zod'
import { fromConfig } from './from-config.ts'
import { graph } from './graph.ts'
import type { DynamicHandle, Handle, OptionalDynamicHandle, OptionalHandle } from './handle.ts'
import { type Op, op } from './op.ts'
import { dynamicOut, out } from './out.ts'
import { resource } from './resource.ts'
import { optionalType, type } from './schema.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const expectType = <A, B>(_equal: Equal<A, B>): void => undefined

const Flight = z.object({ id: z.string(), delay: z.number() })
type FlightRow = { id: string; delay: number }
interface Db {
  query(sql: string): Promise<readonly string[]>
}

const one = op({ name: 'one', run: () => 1 })
const text = op({ name: 'text', run: () => 'a' })
const nothing = op({ name: 'nothing', run: () => undefined })
const parse = op({ name: 'parse', run: () => JSON.parse('1') })
const fetchFlights = op({
  name: 'fetch_flights',
  config: z.object({ path: z.string(), limit: z.number().optional() }),
  run: ({ config }): FlightRow[] => [{ id: config.path, delay: config.limit ?? 0 }],
})
const clean = op({
  name: 'clean',
  ins: { flights: z.array(Flight) },
  outs: { valid: z.array(Flight), rejected: out(z.array(z.string()), { required: false }) },
  run: (_, { flights }) => ({ valid: flights }),
})
const count = op({ name: 'count', ins: { flights: z.array(Flight) }, run: (_, { flights }) => flights.length })
const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.length })
const add = op({ name: 'add', ins: { x: z.number() }, run: (_, { x }) => x + 1 })
const describe = op({
  name: 'describe',
  ins: { lines: z.array(z.string()), title: z.string().optional(), size: z.number().default(1) },
  run: (_, { lines, title, size }) => `${title ?? ''}${lines.length}${size.toFixed(1)}`,
})
const split = op({
  name: 'split',
  ins: { flights: z.array(Flight) },
  out: dynamicOut(z.array(Flight)),
  run: (_, { flights }) => new Map(flights.map((flight) => [flight.id, [flight]])),
})
const maySplit = op({
  name: 'may_split',
  out: dynamicOut(z.number(), { required: false }),
  run: () => (Math.random() > 0.5 ? undefined : [{ key: 'a', value: 1 }]),
})
const double = graph('double', { ins: { x: z.number() }, run: ({ x }) => add({ x }) })

export function inputs(): void {
  count({ flights: fetchFlights() })
  // @ts-expect-error: a mistyped input
  count({ flihgts: fetchFlights() })
  // @ts-expect-error: an input that does not exist, beside the right one
  count({ flights: fetchFlights(), extra: one() })
  // @ts-expect-error: a missing input
  describe({ title: text() })
  describe({ lines: [text()] })
  // @ts-expect-error: no argument where an input needs a value
  count()
  one()
  // @ts-expect-error: an argument for an op without inputs
  one({ x: one() })
  // @ts-expect-error: a handle of another type
  count({ flights: text() })
  add({ x: one() })
  // @ts-expect-error: a plain number is no wire
  add({ x: 1 })
  // @ts-expect-error: a plain object is no wire
  count({ flights: [{ id: 'a', delay: 1 }] })
  split({ flights: fetchFlights() }).map((flights) => count({ flights }))
  // @ts-expect-error: a dynamic handle is many values
  count({ flights: split({ flights: fetchFlights() }) })
  count({ flights: clean({ flights: fetchFlights() }).valid })
  // @ts-expect-error: a record of handles is no handle
  count({ flights: clean({ flights: fetchFlights() }) })
  sum({ xs: [one(), one()] })
  // @ts-expect-error: one element of the fan-in is of another type
  sum({ xs: [one(), text()] })
  // @ts-expect-error: fan-in on an input that takes one value
  add({ x: [one(), one()] })
  const list = op({ name: 'list', run: () => [1] })
  sum({ xs: list() })
  // @ts-expect-error: a list into an input of one value
  add({ x: list() })
  const length = op({
    name: 'length',
    ins: { text: z.string().transform((given) => given.length) },
    run: (_, { text: n }) => n + 1,
  })
  length({ text: text() })
  // @ts-expect-error: the wire must fit what the schema is given, not what it parses to
  length({ text: one() })
  const typedParse = op({ name: 'typed_parse', out: z.number(), run: () => JSON.parse('1') })
  add({ x: typedParse() })
  // @ts-expect-error: any from run is carried as unknown
  add({ x: parse() })
  double({ x: one() })
  // @ts-expect-error: a graph's input has a type, too
  double({ x: text() })
  // @ts-expect-error: a graph has no such input
  double({ y: one() })
  const needs = op({ name: 'needs', ins: { x: type<number | undefined>() }, run: (_, { x }) => x ?? 0 })
  const maybe = op({ name: 'maybe', ins: { x: optionalType<number>() }, run: (_, { x }) => x ?? 0 })
  maybe()
  // @ts-expect-error: type<T>() asks for a wire, even where T includes undefined
  needs()
  add({ x: fromConfig() })
  // @ts-expect-error: fromConfig is a function to call
  add({ x: fromConfig })
  // @ts-expect-error: the op itself is no handle: it has to be called
  add({ x: one })
}

export function handles(): void {
  const { valid } = clean({ flights: fetchFlights() })
  // @ts-expect-error: an output that does not exist
  clean({ flights: fetchFlights() }).vaild
  // @ts-expect-error: a handle is not its value
  valid.length
  // @ts-expect-error: nor can it be iterated
  for (const _flight of valid) break
  // @ts-expect-error: nor be reckoned with
  one() + 1
  // @ts-expect-error: only dynamic handles are mapped
  valid.map((flight: unknown) => flight)
  const items = split({ flights: valid })
  items.map((flights) => count({ flights }))
  // @ts-expect-error: a map body returns handles
  items.map(() => 1)
  const forgetful = (flights: Handle<FlightRow[]>): void => void count({ flights })
  // @ts-expect-error: a map body returns something
  items.map(forgetful)
  // @ts-expect-error: a map body is not asynchronous
  items.map(async (flights) => count({ flights }))
  // @ts-expect-error: a map body returns no dynamic handles
  items.map((flights) => split({ flights }))
  // @ts-expect-error: the item has the type of one item
  items.map((flights) => add({ x: flights }))
  // @ts-expect-error: collect gives a list of items
  count({ flights: items.collect() })
  sum({ xs: items.map((flights) => count({ flights })).collect() })
}

export function uses(): void {
  count.as('count_valid')({ flights: fetchFlights() })
  // @ts-expect-error: a name that is none
  count.as('count-valid')
  count.with({ retry: { maxRetries: 1 }, tags: { team: 'ops', level: 1 } })
  // @ts-expect-error: one use cannot change this
  count.with({ timeoutSeconds: 1 })
  // @ts-expect-error: a retry policy has no such option
  count.with({ retry: { retries: 1 } })
  count.after(one(), split({ flights: fetchFlights() }))({ flights: fetchFlights() })
  // @ts-expect-error: after takes handles
  count.after(one)
  // @ts-expect-error: after takes handles, not names
  count.after('one')
  graph('enrich', { run: () => one() })
  // @ts-expect-error: a graph's name is a name
  graph('en rich', { run: () => one() })
  // @ts-expect-error: a graph has no attempts to override
  double.with({ retry: { maxRetries: 1 } })
}

export function definitions(): void {
  const run = (): number => 1
  op({ name: 'right', run, retry: { maxRetries: 1, delaySeconds: [1, 2], jitter: 'full' }, tags: { n: 1 }, codeVersion: '1' })
  // @ts-expect-error: an option that does not exist
  op({ name: 'unknown_option', run, retires: { maxRetries: 1 } })
  // @ts-expect-error: no run
  op({ name: 'no_run' })
  // @ts-expect-error: an op's name that is none
  op({ name: 'bad-name', run })
  // @ts-expect-error: no name
  op({ run })
  // @ts-expect-error: a jitter that is none
  op({ name: 'bad_jitter', run, retry: { maxRetries: 1, delaySeconds: 1, jitter: 'some' } })
  // @ts-expect-error: a policy without maxRetries
  op({ name: 'bad_policy', run, retry: { delaySeconds: 1 } })
  // @ts-expect-error: a timeout in words
  op({ name: 'bad_timeout', run, timeoutSeconds: '1 minute' })
  // @ts-expect-error: a schema that is none
  op({ name: 'bad_schema', ins: { x: String }, run })
  // @ts-expect-error: out with outs
  op({ name: 'out_and_outs', out: z.number(), outs: { a: z.number() }, run: () => ({ a: 1 }) })
  // @ts-expect-error: out options of another kind
  op({ name: 'bad_out', out: out(z.number(), { required: 'no' }), run })
  // @ts-expect-error: a resource is a type or a resource
  op({ name: 'bad_resource', resources: { db: 'postgres' }, run })
}

export function bodies(): void {
  const config = z.object({ path: z.string() })
  const ins = { x: z.number() }
  op({ name: 'reads', config, ins, run: ({ config: { path } }, { x }) => path.repeat(x) })
  // @ts-expect-error: a key the config does not have
  op({ name: 'config_key', config, run: ({ config: given }) => given.pth })
  // @ts-expect-error: config without a schema
  op({ name: 'no_config', run: ({ config: given }) => given.path })
  // @ts-expect-error: an input the op does not have
  op({ name: 'unknown_input', ins, run: (_, { y }) => y })
  // @ts-expect-error: an input used as another type
  op({ name: 'misused_input', ins, run: (_, { x }) => x.toUpperCase() })
  op({ name: 'asks', resources: { db: type<Db>() }, run: ({ resources }) => resources.db.query('select 1') })
  // @ts-expect-error: a resource the op does not declare
  op({ name: 'unknown_resource', resources: { db: type<Db>() }, run: ({ resources }) => resources.cache })
  const db = resource({ init: (): Db => ({ query: async () => [] }) })
  op({ name: 'brings', resources: { db }, run: ({ resources }) => resources.db.query('select 1') })
  // @ts-expect-error: what a brought resource does not have
  op({ name: 'misused_resource', resources: { db }, run: ({ resources }) => resources.db.close() })
  op({ name: 'annotated', ins, run: (_, given: { readonly x: number }) => given.x })
  // @ts-expect-error: an arrow annotated wrongly
  op({ name: 'annotated_arrow', ins, run: (_, given: { x: string }) => given.x })
  op({
    name: 'annotated_method',
    ins,
    // @ts-expect-error: a method annotated wrongly
    run(_, given: { x: string }) {
      return given.x
    },
  })
  op({
    name: 'metadata',
    outs: { a: z.number() },
    run: (context) => {
      context.addOutputMetadata({ n: 1 }, { output: 'a' })
      // @ts-expect-error: metadata of an output that does not exist
      context.addOutputMetadata({ n: 1 }, { output: 'b' })
      // @ts-expect-error: metadata says of which output it is, where there are several
      context.addOutputMetadata({ n: 1 })
      // @ts-expect-error: a metadata value that is none
      context.addOutputMetadata({ n: new Date() }, { output: 'a' })
      return { a: 1 }
    },
  })
  op({ name: 'metadata_of_result', run: ({ addOutputMetadata }) => addOutputMetadata({ n: 1 }) })
}

export function results(): void {
  op({ name: 'sync', out: z.number(), run: () => 1 })
  // @ts-expect-error: a result of another type
  op({ name: 'sync_type', out: z.number(), run: () => 'a' })
  op({ name: 'async', out: z.number(), run: async () => 1 })
  // @ts-expect-error: a promise of another type
  op({ name: 'async_type', out: z.number(), run: async () => 'a' })
  const outs = { a: z.number(), b: out(z.string(), { required: false }) }
  op({ name: 'record', outs, run: () => ({ a: 1 }) })
  op({ name: 'whole_record', outs, run: async () => ({ a: 1, b: 'x' }) })
  // @ts-expect-error: a required output is missing
  op({ name: 'missing', outs, run: () => ({ b: 'x' }) })
  // @ts-expect-error: an output the op does not have
  op({ name: 'unknown', outs, run: () => ({ a: 1, z: 1 }) })
  // @ts-expect-error: an output the op does not have, after an await
  op({ name: 'unknown_async', outs, run: async () => ({ a: 1, z: 1 }) })
  // @ts-expect-error: an output of another type
  op({ name: 'output_type', outs, run: () => ({ a: 'x' }) })
  // @ts-expect-error: a bare value where outs want a record
  op({ name: 'bare', outs, run: () => 1 })
  op({ name: 'optional', out: out(z.number(), { required: false }), run: () => undefined })
  // @ts-expect-error: a required output is returned
  op({ name: 'required', out: z.number(), run: () => undefined })
  op({ name: 'map', out: dynamicOut(z.number()), run: () => new Map([['a', 1]]) })
  op({
    name: 'generated',
    out: dynamicOut(z.number()),
    *run() {
      yield { key: 'a', value: 1 }
    },
  })
  op({
    name: 'generated_later',
    out: dynamicOut(z.number()),
    async *run() {
      yield { key: 'a', value: 1 }
    },
  })
  // @ts-expect-error: items without keys
  op({ name: 'keyless', out: dynamicOut(z.number()), run: () => [1, 2] })
  // @ts-expect-error: items of another type
  op({ name: 'item_type', out: dynamicOut(z.number()), run: () => [{ key: 'a', value: 'x' }] })
  const Kind = z.object({ kind: z.enum(['a', 'b']) })
  op({ name: 'literal', out: Kind, run: (_) => ({ kind: 'a' }) })
  op({ name: 'async_literal', outs: { k: Kind }, run: async (_) => ({ k: { kind: 'a' } }) })
  // @ts-expect-error: a literal that is not one of them
  op({ name: 'wrong_literal', out: Kind, run: (_) => ({ kind: 'c' }) })
  const defaulted = z.object({ n: z.number().default(1) })
  op({ name: 'given', out: defaulted, run: () => ({}) })
}

/** What the types are where everything is right. */
export function carried(): void {
  expectType<ReturnType<typeof one>, Handle<number, never>>(true)
  expectType<ReturnType<typeof nothing>, Handle<undefined, never>>(true)
  expectType<ReturnType<typeof parse>, Handle<unknown, never>>(true)
  const done = op({ name: 'done', run: async (): Promise<void> => undefined })
  expectType<ReturnType<typeof done>, Handle<undefined, never>>(true)
  const fails = op({
    name: 'fails',
    run: (): never => {
      throw new Error('no')
    },
  })
  expectType<ReturnType<typeof fails>, Handle<never, never>>(true)
  const maybe = op({ name: 'maybe', out: out(z.number(), { required: false }), run: () => undefined })
  expectType<ReturnType<typeof maybe>, OptionalHandle<number, never>>(true)
  expectType<typeof clean, Op<'clean', { flights: FlightRow[] }, { valid: FlightRow[]; rejected?: string[] }>>(true)
  const doubled = double({ x: one() })
  expectType<typeof doubled, Handle<number, never>>(true)
  const generic = op({ name: 'generic', run: () => ({ kind: 'a' as const, at: new Date() }) })
  expectType<ReturnType<typeof generic>, Handle<{ kind: 'a'; at: Date }, never>>(true)
}

/** What is optional makes what hangs on it optional, unless its input can do without. */
export function skipping(): void {
  const rows = op({ name: 'rows', run: (): FlightRow[] => [] })
  const strings = op({ name: 'strings', run: (): string[] => [] })
  const { rejected } = clean({ flights: rows() })
  expectType<typeof rejected, OptionalHandle<string[], never>>(true)
  const described = describe({ lines: rejected })
  expectType<typeof described, OptionalHandle<string, never>>(true)
  const titled = describe({ lines: strings(), title: described })
  expectType<typeof titled, Handle<string, never>>(true)
  const after = describe.after(rejected)({ lines: strings() })
  expectType<typeof after, Handle<string, never>>(true)
  const fan = op({ name: 'fan', ins: { all: z.array(z.array(z.string())) }, run: () => 1 })
  const none = fan({ all: [rejected, rejected] })
  expectType<typeof none, OptionalHandle<number, never>>(true)
  const some = fan({ all: [rejected, strings()] })
  expectType<typeof some, Handle<number, never>>(true)
  const outer = graph('outer', { ins: { lines: z.array(z.string()) }, run: ({ lines }) => ({ text: describe({ lines }) }) })
  const throughGraph = outer({ lines: rejected }).text
  expectType<typeof throughGraph, OptionalHandle<string, never>>(true)
  const open = graph('open', {
    ins: { lines: z.array(z.string()).optional() },
    run: ({ lines }) => describe({ lines }),
  })
  const opened = open()
  expectType<typeof opened, OptionalHandle<string, never>>(true)
}

export function mapping(): void {
  const items = split({ flights: op({ name: 'rows', run: (): FlightRow[] => [] })() })
  expectType<typeof items, DynamicHandle<FlightRow[], never>>(true)
  const counted = items.map((flights) => count({ flights }))
  expectType<typeof counted, DynamicHandle<number, never>>(true)
  const added = counted.map((x) => add({ x }))
  expectType<typeof added, DynamicHandle<number, never>>(true)
  const cleaned = items.map((flights) => clean({ flights }))
  expectType<typeof cleaned.valid, DynamicHandle<FlightRow[], never>>(true)
  expectType<typeof cleaned.rejected, OptionalDynamicHandle<string[], never>>(true)
  const total = sum({ xs: counted.collect() })
  expectType<typeof total, Handle<number, never>>(true)
  const perhaps = maySplit().map((x) => add({ x }))
  expectType<typeof perhaps, OptionalDynamicHandle<number, never>>(true)
  const perhapsTotal = sum({ xs: perhaps.collect() })
  expectType<typeof perhapsTotal, OptionalHandle<number, never>>(true)
}
