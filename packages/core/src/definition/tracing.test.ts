import { expect, test } from 'vitest'
import { z } from 'zod'
import { job } from './job.ts'
import { op } from './op.ts'
import { dynamicOut, out } from './out.ts'

const Flight = z.object({ id: z.string(), origin: z.string(), delay: z.number() })
const Reject = z.object({ line: z.string(), reason: z.string() })
const Summary = z.object({ airport: z.string(), mean: z.number() })
type FlightRow = z.infer<typeof Flight>

const isNotFound = (error: unknown): boolean => error instanceof Error && error.message === 'not found'
const readFlights = async (_path: string, _limit: number, _signal: AbortSignal): Promise<FlightRow[]> => []

const fetchFlights = op({
  name: 'fetch_flights',
  config: z.object({ path: z.string(), limit: z.int().positive().default(10_000) }),
  retry: { maxRetries: 4, delaySeconds: [1, 2, 4, 8], jitter: 'full', retryIf: (error) => !isNotFound(error) },
  timeoutSeconds: 60,
  async run({ config, log, signal }) {
    log.info('reading', { path: config.path })
    return readFlights(config.path, config.limit, signal)
  },
})
const clean = op({
  name: 'clean',
  ins: { flights: z.array(Flight) },
  outs: { valid: out(z.array(Flight)), rejected: out(z.array(Reject), { required: false }) },
  run: (_context, { flights }) => ({ valid: flights, rejected: [{ line: 'x', reason: 'y' }] }),
})
const splitByAirport = op({
  name: 'split_by_airport',
  ins: { flights: z.array(Flight) },
  out: dynamicOut(z.array(Flight)),
  run: (_context, { flights }) => new Map(flights.map((flight) => [flight.origin, [flight]])),
})
const summarise = op({
  name: 'summarise',
  ins: { flights: z.array(Flight) },
  out: Summary,
  run: (_context, { flights }) => ({ airport: flights[0]?.origin ?? '', mean: 0 }),
})
const report = op({
  name: 'report',
  ins: { summaries: z.array(Summary), rejected: z.array(Reject).optional() },
  run: (_context, { summaries, rejected }) => ({ airports: summaries.length, rejected: rejected?.length ?? 0 }),
})
export const flightReport = job('flight_report', {
  tags: { 'pawl/max_retries': 3, team: 'ops' },
  run() {
    const { valid, rejected } = clean({ flights: fetchFlights() })
    const perAirport = splitByAirport({ flights: valid }).map((flights) => summarise({ flights }))
    return report({ summaries: perAirport.collect(), rejected })
  },
})

test('the job of the design traces to its five steps', () => {
  expect(flightReport.tags).toEqual({ 'pawl/max_retries': '3', team: 'ops' })
  expect(flightReport.graph.nodes.map(({ name, inputs, mapOver }) => ({ name, inputs, mapOver }))).toEqual([
    { name: 'fetch_flights', inputs: {} },
    { name: 'clean', inputs: { flights: { kind: 'output', from: { node: 'fetch_flights', output: 'result' } } } },
    { name: 'split_by_airport', inputs: { flights: { kind: 'output', from: { node: 'clean', output: 'valid' } } } },
    {
      name: 'summarise',
      inputs: { flights: { kind: 'item', of: { node: 'split_by_airport', output: 'result' } } },
      mapOver: { node: 'split_by_airport', output: 'result' },
    },
    {
      name: 'report',
      inputs: {
        summaries: { kind: 'collect', from: { node: 'summarise', output: 'result' } },
        rejected: { kind: 'output', from: { node: 'clean', output: 'rejected' } },
      },
    },
  ])
  expect(flightReport.graph.outputs).toEqual({ result: { node: 'report', output: 'result' } })
})
