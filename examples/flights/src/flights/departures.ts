import { z } from 'zod'
import { type Flights, texts, wholeNumbers } from './flight-columns.ts'

/** The flights that leave from one airport, by column. */
export const Departures = z.object({
  airport: z.string(),
  minute: wholeNumbers,
  delay: wholeNumbers,
  distance: wholeNumbers,
  destination: texts,
})
export type Departures = z.infer<typeof Departures>

const noDepartures = (airport: string): Departures => ({ airport, minute: [], delay: [], distance: [], destination: [] })

/** Gives every origin its own departures, in alphabetical order of the airports, each in the order of `flights`. */
export function departuresByAirport(flights: Flights): Map<string, Departures> {
  const byAirport = new Map<string, Departures>()
  flights.origin.forEach((origin, row) => {
    const departures = byAirport.get(origin) ?? noDepartures(origin)
    byAirport.set(origin, departures)
    departures.minute.push(flights.minute[row] ?? 0)
    departures.delay.push(flights.delay[row] ?? 0)
    departures.distance.push(flights.distance[row] ?? 0)
    departures.destination.push(flights.destination[row] ?? '')
  })
  return new Map([...byAirport].sort(([a], [b]) => (a < b ? -1 : 1)))
}
