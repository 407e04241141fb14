import { z } from 'zod'
import { graph } from '../src/definition/graph.ts'
import { op } from '../src/definition/op.ts'
import { dynamicOut, out } from '../src/definition/out.ts'

/** Ops of every shape, for the type tests. */
export const Flight = z.object({ id: z.string(), delay: z.number() })
export type FlightRow = { id: string; delay: number }

export const one = op({ name: 'one', run: () => 1 })
export const text = op({ name: 'text', run: () => 'a' })
export const nothing = op({ name: 'nothing', run: () => undefined })
export const parse = op({ name: 'parse', run: () => JSON.parse('1') })
export const fetchFlights = op({
  name: 'fetch_flights',
  config: z.object({ path: z.string(), limit: z.number().optional() }),
  run: ({ config }): FlightRow[] => [{ id: config.path, delay: config.limit ?? 0 }],
})
export const clean = op({
  name: 'clean',
  ins: { flights: z.array(Flight) },
  outs: { valid: z.array(Flight), rejected: out(z.array(z.string()), { required: false }) },
  run: (_, { flights }) => ({ valid: flights }),
})
export const count = op({ name: 'count', ins: { flights: z.array(Flight) }, run: (_, { flights }) => flights.length })
export const sum = op({ name: 'sum', ins: { xs: z.array(z.number()) }, run: (_, { xs }) => xs.length })
export const add = op({ name: 'add', ins: { x: z.number() }, run: (_, { x }) => x + 1 })
export const describe = op({
  name: 'describe',
  ins: { lines: z.array(z.string()), title: z.string().optional(), size: z.number().default(1) },
  run: (_, { lines, title, size }) => `${title ?? ''}${lines.length}${size.toFixed(1)}`,
})
export const split = op({
  name: 'split',
  ins: { flights: z.array(Flight) },
  out: dynamicOut(z.array(Flight)),
  run: (_, { flights }) => new Map(flights.map((flight) => [flight.id, [flight]])),
})
export const maySplit = op({
  name: 'may_split',
  out: dynamicOut(z.number(), { required: false }),
  run: () => (Math.random() > 0.5 ? undefined : [{ key: 'a', value: 1 }]),
})
export const double = graph('double', { ins: { x: z.number() }, run: ({ x }) => add({ x }) })
