import { op } from '@pawl/core'
import { z } from 'zod'
import { Departures } from '../flights/departures.ts'
import { roundTo } from '../round-to.ts'
import { AirportDelays, summariseDelays } from './airport-delays.ts'

export const summarise = op({
  name: 'summarise',
  description: 'Sums up the delays of one airport.',
  config: z.object({
    // The U.S. Department of Transportation counts a flight as late from a quarter of an hour on.
    lateAfterMinutes: z.int().positive().default(15).describe('From how many minutes behind schedule a flight counts as late.'),
  }),
  ins: { departures: Departures },
  out: AirportDelays,
  run({ config, addOutputMetadata }, { departures }) {
    const delays = summariseDelays(departures, config.lateAfterMinutes)
    addOutputMetadata({ flights: delays.flights, mean_delay_minutes: roundTo(delays.meanDelay, 1) })
    return delays
  },
})
