import { op } from '@pawl/core'
import { z } from 'zod'
import { DelayTotals, totalDelays } from './delay-totals.ts'
import { LocatedDelays } from './join-airports.ts'

export const aggregate = op({
  name: 'aggregate',
  description: 'Adds the airports up to regions, to hours of the day and to a whole.',
  ins: { airports: z.array(LocatedDelays) },
  out: DelayTotals,
  run: (_, { airports }) => totalDelays(airports),
})
