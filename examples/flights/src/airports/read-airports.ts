import { readFile } from 'node:fs/promises'
import { metadata, op, out } from '@pawl/core'
import { z } from 'zod'
import { datasetPath } from '../dataset.ts'
import { Airport } from './airport.ts'
import { parseAirports } from './parse-airports.ts'

export const readAirports = op({
  name: 'read_airports',
  description: 'Reads the airports of the United States from the CSV file of vega-datasets.',
  out: out(z.array(Airport)),
  tags: { kind: 'source' },
  async run({ addOutputMetadata, signal }) {
    const path = datasetPath('airports.csv')
    const airports = parseAirports(await readFile(path, { encoding: 'utf8', signal }))
    addOutputMetadata({ airports: airports.length, source: metadata.path(path) })
    return airports
  },
})
