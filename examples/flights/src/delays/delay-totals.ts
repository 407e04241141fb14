import { z } from 'zod'
import { addSums, type DelaySums, ratio } from './airport-delays.ts'
import type { LocatedDelays } from './join-airports.ts'

const Rates = z.object({
  flights: z.number(),
  meanDelay: z.number(),
  /** Of all flights, 0 to 1. */
  lateShare: z.number(),
})
type Rates = z.infer<typeof Rates>

/** The whole report in numbers. */
export const DelayTotals = Rates.extend({
  airports: z.number(),
  /** The most delayed region first. */
  regions: z.array(Rates.extend({ region: z.string(), airports: z.number() })),
  /** By hour of the day, 0 to 23. */
  hours: z.array(Rates.extend({ hour: z.number() })),
})
export type DelayTotals = z.infer<typeof DelayTotals>

function ratesOf(sums: readonly DelaySums[]): Rates {
  const { flights, delayMinutes, late } = addSums(sums)
  return { flights, meanDelay: ratio(delayMinutes, flights), lateShare: ratio(late, flights) }
}

/** Adds up airports to regions, to hours of the day and to a whole. Every flight counts the same, whatever its airport. */
export function totalDelays(airports: readonly LocatedDelays[]): DelayTotals {
  const byRegion = Map.groupBy(airports, (airport) => airport.region)
  const regions = [...byRegion].map(([region, members]) => ({ region, airports: members.length, ...ratesOf(members) }))
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    hour,
    ...ratesOf(airports.flatMap((airport) => airport.hours[hour] ?? [])),
  }))
  return {
    airports: airports.length,
    ...ratesOf(airports),
    regions: regions.sort((a, b) => b.meanDelay - a.meanDelay),
    hours,
  }
}
