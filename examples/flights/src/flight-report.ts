import { job } from '@pawl/core'
import { readAirports } from './airports/read-airports.ts'
import { aggregate } from './delays/aggregate.ts'
import { join } from './delays/join.ts'
import { summarise } from './delays/summarise.ts'
import { clean } from './flights/clean.ts'
import { readFlights } from './flights/read-flights.ts'
import { splitByAirport } from './flights/split-by-airport.ts'
import { getRegions } from './regions/get-regions.ts'
import { report } from './report/report.ts'
import { readStates } from './states/read-states.ts'

export const flightReport = job('flight_report', {
  description: 'Which airports in the United States keep their passengers waiting?',
  tags: { team: 'flights', 'pawl/max_retries': 2 },
  run() {
    const airports = readAirports()
    const { valid, rejected } = clean({ flights: readFlights(), airports })
    const perAirport = splitByAirport({ flights: valid }).map((departures) => summarise({ departures }))
    const located = join({ delays: perAirport.collect(), airports, regions: getRegions() })
    return report({ airports: located, totals: aggregate({ airports: located }), states: readStates(), rejected })
  },
})
