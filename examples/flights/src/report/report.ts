import { metadata, op, out } from '@pawl/core'
import { z } from 'zod'
import { DelayTotals } from '../delays/delay-totals.ts'
import { LocatedDelays } from '../delays/join-airports.ts'
import { Reject } from '../flights/reject.ts'
import { StateShapes } from '../states/state-shapes.ts'
import { drawDelayMap } from './delay-map.ts'
import { DelayRow, delayTable } from './delay-table.ts'
import { writeHeadline } from './headline.ts'
import { drawHourlyPlot } from './hourly-plot.ts'

const SHOWN_ROWS = 25

export const report = op({
  name: 'report',
  description: 'Writes the report: a table of airports, a map and a plot of the day.',
  config: z.object({
    fewestFlights: z.int().nonnegative().default(200).describe('Airports with fewer flights stay out of the table.'),
  }),
  ins: {
    airports: z.array(LocatedDelays),
    totals: DelayTotals,
    states: StateShapes,
    rejected: z.array(Reject).optional(),
  },
  outs: {
    table: out(z.array(DelayRow), { asset: 'flights/delays_by_airport' }),
    map: out(z.string(), { ioManager: 'svg' }),
    hours: out(z.string(), { ioManager: 'svg' }),
  },
  run({ config, addOutputMetadata }, { airports, totals, states, rejected }) {
    const table = delayTable(airports, config.fewestFlights)
    const map = drawDelayMap(airports, states)
    const hours = drawHourlyPlot(totals.hours)
    addOutputMetadata(
      {
        summary: metadata.markdown(writeHeadline(totals, rejected ?? [])),
        most_delayed: metadata.table(table.slice(0, SHOWN_ROWS)),
      },
      { output: 'table' },
    )
    addOutputMetadata({ map: metadata.plot(map) }, { output: 'map' })
    addOutputMetadata({ hours: metadata.plot(hours) }, { output: 'hours' })
    return { table, map, hours }
  },
})
