import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Airport } from './airport.ts'

// The source writes NA where it does not know.
const known = z.string().transform((text) => (text === 'NA' ? null : text))

const SourceRow = z.object({
  iata: z.string().min(1),
  name: z.string(),
  city: known,
  state: known,
  country: z.string(),
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
})

/** Reads airports from CSV with the columns iata, name, city, state, country, latitude and longitude. Throws on a row that does not fit. */
export function parseAirports(csv: string): Airport[] {
  return z
    .array(SourceRow)
    .parse(parse(csv, { columns: true, skip_empty_lines: true }))
    .map(({ iata, ...rest }) => ({ code: iata, ...rest }))
}
