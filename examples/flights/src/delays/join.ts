import { op } from '@pawl/core'
import { z } from 'zod'
import { Airport } from '../airports/airport.ts'
import { Regions } from '../regions/regions.ts'
import { AirportDelays } from './airport-delays.ts'
import { joinAirports, LocatedDelays, UNKNOWN_REGION } from './join-airports.ts'

export const join = op({
  name: 'join',
  description: 'Joins the delays of each airport with its name, its place and its region.',
  ins: { delays: z.array(AirportDelays), airports: z.array(Airport), regions: Regions },
  out: z.array(LocatedDelays),
  run({ log }, { delays, airports, regions }) {
    const located = joinAirports(delays, airports, regions)
    const lost = located.filter((airport) => airport.region === UNKNOWN_REGION).map((airport) => airport.airport)
    if (lost.length > 0) log.warn(`The region is unknown of ${lost.join(', ')}.`)
    return located
  },
})
