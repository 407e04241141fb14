import { expect, test } from 'vitest'
import { datasetPath } from '../dataset.ts'
import { RawFlights } from './flight-columns.ts'
import { readFlightsParquet } from './read-parquet.ts'

const path = datasetPath('flights-3m.parquet')
const never = new AbortController().signal

test('the first flights of the data set are the first of 2001', async () => {
  const flights = await readFlightsParquet(path, 3, never)
  const firstMinute = Date.UTC(2001, 0, 1, 0, 1) / 60_000
  expect(flights).toEqual({
    minute: [firstMinute, firstMinute, firstMinute],
    delay: [33, 19, 14],
    distance: [2_176, 215, 405],
    origin: ['LAS', 'ATL', 'MCI'],
    destination: ['PHL', 'SAV', 'MDW'],
  })
})

test('reading goes on over the end of a row group, and stops at the limit', async () => {
  const flights = await readFlightsParquet(path, 272_730, never)
  expect(RawFlights.parse(flights).minute).toHaveLength(272_730)
  expect([flights.delay[272_726], flights.origin[272_727], flights.destination[272_727]]).toEqual([
    expect.any(Number),
    'OAK',
    'BUR',
  ])
})

test('an aborted read stops', async () => {
  await expect(readFlightsParquet(path, 3, AbortSignal.abort(new Error('canceled')))).rejects.toThrow('canceled')
})
