import { dynamicOut, op } from '@pawl/core'
import { Departures, departuresByAirport } from './departures.ts'
import { Flights } from './flight-columns.ts'

export const splitByAirport = op({
  name: 'split_by_airport',
  description: 'Gives every airport its own departures.',
  ins: { flights: Flights },
  out: dynamicOut(Departures),
  run: (_, { flights }) => departuresByAirport(flights),
})
