import { z } from 'zod'
import type { LocatedDelays } from '../delays/join-airports.ts'
import { roundTo } from '../round-to.ts'

/** One line of the report; minutes and percent are rounded to what is worth reading. */
export const DelayRow = z.object({
  airport: z.string(),
  name: z.string(),
  city: z.string(),
  state: z.string(),
  region: z.string(),
  flights: z.number(),
  mean_delay_minutes: z.number(),
  median_delay_minutes: z.number(),
  p90_delay_minutes: z.number(),
  late_percent: z.number(),
  busiest_destination: z.string(),
})
export type DelayRow = z.infer<typeof DelayRow>

const toRow = (airport: LocatedDelays): DelayRow => ({
  airport: airport.airport,
  name: airport.name,
  city: airport.city ?? '',
  state: airport.state ?? '',
  region: airport.region,
  flights: airport.flights,
  mean_delay_minutes: roundTo(airport.meanDelay, 1),
  median_delay_minutes: airport.medianDelay,
  p90_delay_minutes: airport.p90Delay,
  late_percent: roundTo(airport.lateShare * 100, 1),
  busiest_destination: airport.busiestDestination,
})

/** The most delayed airport first. Of airports with fewer flights a mean says little: they are left out. */
export const delayTable = (airports: readonly LocatedDelays[], fewestFlights: number): DelayRow[] =>
  airports
    .filter((airport) => airport.flights >= fewestFlights)
    .sort((a, b) => b.meanDelay - a.meanDelay)
    .map(toRow)
