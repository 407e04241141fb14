import { executeInProcess, tryExecuteInProcess } from '@pawl/core'
import { memoryIOManager } from '@pawl/core/plugin'
import { expect, test } from 'vitest'
import { startRegionsServer } from '../demo/regions-server.ts'
import { aggregate } from './delays/aggregate.ts'
import { summarise } from './delays/summarise.ts'
import { flightReport } from './flight-report.ts'
import { clean } from './flights/clean.ts'

const FLIGHTS = 5_000

/** With full jitter the least of all chances is no delay. */
const random = () => 0

const ioManagers = { svg: memoryIOManager() }

const configFor = (url: string, more: object = {}) => ({
  ops: { get_regions: { config: { url } }, read_flights: { config: { limit: FLIGHTS } }, ...more },
})

test('the report of the first flights: the service fails twice, is asked a third time, and everything else runs once', async () => {
  await using server = await startRegionsServer({ failures: 2 })
  const run = await executeInProcess(flightReport, { config: configFor(server.url), random, ioManagers })

  const attempts = run.events.filter((event) => event.type === 'STEP_START' || event.type === 'STEP_RESTARTED')
  const repeated = attempts.filter((event) => (event.attempt ?? 1) > 1).map((event) => [event.stepKey, event.attempt])
  expect(repeated).toEqual([
    ['get_regions', 2],
    ['get_regions', 3],
  ])
  const retries = run.events.filter((event) => event.type === 'STEP_UP_FOR_RETRY')
  expect(retries.map((event) => event.payload.error.message)).toEqual([
    `${server.url} answered 503.`,
    `${server.url} answered 503.`,
  ])

  const summaries = run.outputsOf(summarise)
  expect(summaries.size).toBe(202)
  expect(summaries.get('summarise[ORD]')).toMatchObject({ airport: 'ORD', late: expect.any(Number) })

  const { valid, rejected } = run.outputOf(clean)
  const totals = run.outputOf(aggregate)
  expect(totals.flights).toBe(valid.minute.length)
  expect(valid.minute.length + (rejected?.length ?? 0)).toBe(FLIGHTS)
  expect(totals.regions.map(({ region }) => region).toSorted()).toEqual(['Midwest', 'Northeast', 'South', 'Territories', 'West'])

  expect(run.outputs.table.length).toBeGreaterThan(0)
  expect(run.outputs.map).toMatch(/^<svg .*<\/svg>$/s)
  expect(run.outputs.hours).toMatch(/^<svg .*<\/svg>$/s)
})

test('the report is shown as tables and plots in the metadata of its outputs', async () => {
  await using server = await startRegionsServer({ failures: 0 })
  const run = await executeInProcess(flightReport, { config: configFor(server.url), random, ioManagers })
  const shown = run.events
    .filter((event) => event.type === 'STEP_OUTPUT' && event.stepKey === 'report')
    .flatMap((event) => (event.type === 'STEP_OUTPUT' ? Object.entries(event.payload.metadata ?? {}) : []))
    .map(([label, value]) => [label, value.kind === 'attachment' ? value.of : value.kind])
  expect(shown).toEqual([
    ['summary', 'markdown'],
    ['most_delayed', 'table'],
    ['map', 'plot'],
    ['hours', 'plot'],
  ])
})

test('rejected flights are an output of their own, with the reasons counted in a table', async () => {
  await using server = await startRegionsServer({ failures: 0 })
  const config = configFor(server.url, { clean: { config: { latestMinutes: 300 } } })
  const run = await executeInProcess(flightReport, { config, random, ioManagers })
  const { rejected } = run.outputOf(clean)
  expect(rejected?.every((reject) => reject.reason === 'implausible_delay' && (reject.delay ?? 0) > 300)).toBe(true)
  const output = run.events.find(
    (event) => event.type === 'STEP_OUTPUT' && event.stepKey === 'clean' && event.payload.output === 'rejected',
  )
  expect(output).toMatchObject({
    payload: { metadata: { reasons: { kind: 'table', rows: [{ reason: 'implausible_delay', flights: rejected?.length }] } } },
  })
})

test('without rejects the report is written all the same', async () => {
  await using server = await startRegionsServer({ failures: 0 })
  const config = { ops: { get_regions: { config: { url: server.url } }, read_flights: { config: { limit: 500 } } } }
  const run = await executeInProcess(flightReport, { config, random, ioManagers })
  expect(run.outputOf(clean).rejected).toBeUndefined()
  expect(run.outputs.map).toContain('<circle ')
})

test('a service that does not know the address is not asked again, and the run fails', async () => {
  await using server = await startRegionsServer({ failures: 0 })
  const config = configFor(new URL('/elsewhere', server.url).href)
  const run = await tryExecuteInProcess(flightReport, { config, random, ioManagers })
  expect(run).toMatchObject({ status: 'FAILURE', reason: 'STEP_FAILURE', failedSteps: ['get_regions'] })
  expect(run.events.filter((event) => event.type === 'STEP_UP_FOR_RETRY')).toEqual([])
})
