import { metadata, op, out } from '@pawl/core'
import { z } from 'zod'
import { Airport } from '../airports/airport.ts'
import { cleanFlights } from './clean-flights.ts'
import { Flights, RawFlights } from './flight-columns.ts'
import { countByReason, Reject } from './reject.ts'

const MINUTES_A_DAY = 24 * 60

export const clean = op({
  name: 'clean',
  description: 'Leaves out flights that are incomplete, doubled, or cannot be true.',
  config: z.object({
    earliestMinutes: z.int().positive().max(MINUTES_A_DAY).default(120).describe('More minutes early than this is an error.'),
    latestMinutes: z.int().positive().default(1_200).describe('More minutes late than this is an error.'),
  }),
  ins: { flights: RawFlights, airports: z.array(Airport) },
  outs: {
    valid: Flights,
    rejected: out(z.array(Reject), { required: false, description: 'Left out when every flight is fine.' }),
  },
  run({ config, log, addOutputMetadata }, { flights, airports }) {
    const codes = new Set(airports.map((airport) => airport.code))
    const { valid, rejected } = cleanFlights(flights, { airports: codes, ...config })
    addOutputMetadata({ flights: valid.minute.length }, { output: 'valid' })
    if (rejected.length === 0) return { valid }
    log.warn(`Left out ${rejected.length} flights.`, { rejected: rejected.length })
    addOutputMetadata({ flights: rejected.length, reasons: metadata.table(countByReason(rejected)) }, { output: 'rejected' })
    return { valid, rejected: [...rejected] }
  },
})
