import { z } from 'zod'
import type { Departures } from '../flights/departures.ts'
import { hourOf } from '../flights/flight-columns.ts'

/** What hours and airports add up from: sums, so that means over several of them are exact. */
export const DelaySums = z.object({
  flights: z.number(),
  /** Minutes behind schedule, early flights counting as negative. */
  delayMinutes: z.number(),
  /** Flights at least `lateAfterMinutes` behind schedule. */
  late: z.number(),
})
export type DelaySums = z.infer<typeof DelaySums>

export const AirportDelays = DelaySums.extend({
  airport: z.string(),
  meanDelay: z.number(),
  medianDelay: z.number(),
  /** One flight in ten is at least this late. */
  p90Delay: z.number(),
  /** Of all flights, 0 to 1. */
  lateShare: z.number(),
  meanDistance: z.number(),
  busiestDestination: z.string(),
  /** By hour of the day, 0 to 23. */
  hours: z.array(DelaySums).length(24),
})
export type AirportDelays = z.infer<typeof AirportDelays>

const noSums = (): DelaySums => ({ flights: 0, delayMinutes: 0, late: 0 })

export function addSums(sums: readonly DelaySums[]): DelaySums {
  const total = noSums()
  for (const { flights, delayMinutes, late } of sums) {
    total.flights += flights
    total.delayMinutes += delayMinutes
    total.late += late
  }
  return total
}

/** 0 where there is nothing to divide by. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** The smallest value that at least `share` of the values do not exceed (the nearest-rank method). */
export function percentile(ascending: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * ascending.length))
  return ascending[rank - 1] ?? 0
}

function sumByHour(departures: Departures, lateAfterMinutes: number): DelaySums[] {
  const hours = Array.from({ length: 24 }, noSums)
  departures.minute.forEach((minute, row) => {
    const sums = hours[hourOf(minute)]
    const delay = departures.delay[row]
    if (sums === undefined || delay === undefined) return
    sums.flights += 1
    sums.delayMinutes += delay
    if (delay >= lateAfterMinutes) sums.late += 1
  })
  return hours
}

/** The value that occurs most often; of several, the first in the alphabet. */
function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
  return first?.[0] ?? ''
}

/** What one airport's departures come to. */
export function summariseDelays(departures: Departures, lateAfterMinutes: number): AirportDelays {
  const hours = sumByHour(departures, lateAfterMinutes)
  const sums = addSums(hours)
  const ascending = departures.delay.toSorted((a, b) => a - b)
  const miles = departures.distance.reduce((total, distance) => total + distance, 0)
  return {
    airport: departures.airport,
    ...sums,
    meanDelay: ratio(sums.delayMinutes, sums.flights),
    medianDelay: percentile(ascending, 0.5),
    p90Delay: percentile(ascending, 0.9),
    lateShare: ratio(sums.late, sums.flights),
    meanDistance: ratio(miles, sums.flights),
    busiestDestination: mostFrequent(departures.destination),
    hours,
  }
}
