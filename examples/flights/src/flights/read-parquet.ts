import { zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, type Compressors, type DecodedArray, parquetMetadataAsync, parquetRead } from 'hyparquet'
import type { RawFlights } from './flight-columns.ts'

// Node brings zstd along; hyparquet asks for whatever it does not decompress itself.
const compressors: Compressors = { ZSTD: (input) => zstdDecompressSync(input) }

const MILLISECONDS_A_MINUTE = 60_000

const toMinute = (value: unknown): number | null =>
  value instanceof Date ? Math.floor(value.getTime() / MILLISECONDS_A_MINUTE) : null
// 64-bit columns come as bigints; everything in these fits a number.
const toNumber = (value: unknown): number | null =>
  typeof value === 'bigint' || typeof value === 'number' ? Number(value) : null
const toText = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const noRawFlights = (): RawFlights => ({ minute: [], delay: [], distance: [], origin: [], destination: [] })

function append(flights: RawFlights, column: string, values: DecodedArray): void {
  const add = <T>(target: T[], convert: (value: unknown) => T): void => {
    for (const value of values) target.push(convert(value))
  }
  if (column === 'date') add(flights.minute, toMinute)
  if (column === 'delay') add(flights.delay, toNumber)
  if (column === 'distance') add(flights.distance, toNumber)
  if (column === 'origin') add(flights.origin, toText)
  if (column === 'destination') add(flights.destination, toText)
}

const firstRows = (flights: RawFlights, count: number): RawFlights => ({
  minute: flights.minute.slice(0, count),
  delay: flights.delay.slice(0, count),
  distance: flights.distance.slice(0, count),
  origin: flights.origin.slice(0, count),
  destination: flights.destination.slice(0, count),
})

/** Reads the first `limit` flights of a Parquet file with columns date, delay, distance, origin and destination. */
export async function readFlightsParquet(path: string, limit: number, signal: AbortSignal): Promise<RawFlights> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const flights = noRawFlights()
  let rowStart = 0
  // A row group at a time: reading the file at once would hold every column twice.
  for (const group of metadata.row_groups) {
    if (rowStart >= limit) break
    signal.throwIfAborted()
    const rowEnd = rowStart + Number(group.num_rows)
    const onChunk = (chunk: { columnName: string; columnData: DecodedArray }) =>
      append(flights, chunk.columnName, chunk.columnData)
    await parquetRead({ file, metadata, rowStart, rowEnd, compressors, onChunk })
    rowStart = rowEnd
  }
  return firstRows(flights, limit)
}
