import { metadata, op, out } from '@pawl/core'
import { z } from 'zod'
import { datasetPath } from '../dataset.ts'
import { RawFlights } from './flight-columns.ts'
import { readFlightsParquet } from './read-parquet.ts'

export const readFlights = op({
  name: 'read_flights',
  description: 'Reads flights from the Parquet file of vega-datasets, in the order of their dates.',
  config: z.object({
    limit: z.int().positive().max(3_000_000).default(300_000).describe('How many flights to read; the file has three million.'),
  }),
  out: out(RawFlights, { description: 'As the source has them, by column.' }),
  timeoutSeconds: 120,
  tags: { kind: 'source' },
  async run({ config, log, addOutputMetadata, signal }) {
    const path = datasetPath('flights-3m.parquet')
    const flights = await readFlightsParquet(path, config.limit, signal)
    log.info(`Read ${flights.minute.length} flights.`)
    addOutputMetadata({ flights: flights.minute.length, source: metadata.path(path) })
    return flights
  },
})
