import { z } from 'zod'
import { Airport } from '../airports/airport.ts'
import type { Regions } from '../regions/regions.ts'
import { AirportDelays } from './airport-delays.ts'

export const UNKNOWN_REGION = 'Unknown'

/** An airport's delays with what is known of the airport. */
export const LocatedDelays = AirportDelays.extend({
  name: Airport.shape.name,
  city: Airport.shape.city,
  state: Airport.shape.state,
  latitude: Airport.shape.latitude,
  longitude: Airport.shape.longitude,
  region: z.string(),
})
export type LocatedDelays = z.infer<typeof LocatedDelays>

/** Joins delays with their airports and regions. Throws when an airport is missing: cleaning lets none such through. */
export function joinAirports(delays: readonly AirportDelays[], airports: readonly Airport[], regions: Regions): LocatedDelays[] {
  const byCode = new Map(airports.map((airport) => [airport.code, airport]))
  return delays.map((summary) => {
    const airport = byCode.get(summary.airport)
    if (airport === undefined) throw new Error(`There are delays of the airport "${summary.airport}", but no such airport.`)
    const { name, city, state, latitude, longitude } = airport
    const region = state === null ? UNKNOWN_REGION : (regions[state] ?? UNKNOWN_REGION)
    return { ...summary, name, city, state, latitude, longitude, region }
  })
}
