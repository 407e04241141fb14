import { z } from 'zod'
import {
  add,
  clean,
  count,
  describe,
  double,
  type FlightRow,
  fetchFlights,
  maySplit,
  type nothing,
  one,
  parse,
  split,
  sum,
  text,
} from '../../test/example-ops.ts'
import { expectType } from '../../test/expect-type.ts'
import { fromConfig } from './from-config.ts'
import { graph } from './graph.ts'
import type { DynamicHandle, Handle, OptionalDynamicHandle, OptionalHandle } from './handle.ts'
import { type Op, op } from './op.ts'
import { out } from './out.ts'
import { optionalType, type } from './schema.ts'

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
