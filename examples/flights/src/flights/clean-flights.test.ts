import { expect, test } from 'vitest'
import { type CleaningRules, cleanFlights } from './clean-flights.ts'
import { RawFlights } from './flight-columns.ts'

type Row = readonly [
  minute: number | null,
  delay: number | null,
  distance: number | null,
  origin: string | null,
  destination: string | null,
]

const columnsOf = (rows: readonly Row[]): RawFlights => ({
  minute: rows.map((row) => row[0]),
  delay: rows.map((row) => row[1]),
  distance: rows.map((row) => row[2]),
  origin: rows.map((row) => row[3]),
  destination: rows.map((row) => row[4]),
})

const rules: CleaningRules = { airports: new Set(['SFO', 'LAX', 'JFK']), earliestMinutes: 120, latestMinutes: 1_200 }
const good: Row = [600, 12, 337, 'SFO', 'LAX']

const reasonsOf = (rows: readonly Row[]) => cleanFlights(columnsOf(rows), rules).rejected.map(({ row, reason }) => [row, reason])

test('flights that are fine are kept in their order, and nothing is rejected', () => {
  const { valid, rejected } = cleanFlights(columnsOf([good, [601, -5, 2_475, 'LAX', 'JFK']]), rules)
  expect(valid).toEqual({
    minute: [600, 601],
    delay: [12, -5],
    distance: [337, 2_475],
    origin: ['SFO', 'LAX'],
    destination: ['LAX', 'JFK'],
  })
  expect(rejected).toEqual([])
})

test.each<[string, Row]>([
  ['missing_value', [null, 12, 337, 'SFO', 'LAX']],
  ['missing_value', [600, null, 337, 'SFO', 'LAX']],
  ['missing_value', [600, 12, null, 'SFO', 'LAX']],
  ['missing_value', [600, 12, 337, null, 'LAX']],
  ['missing_value', [600, 12, 337, 'SFO', null]],
  ['unknown_airport', [600, 12, 337, 'XXX', 'LAX']],
  ['unknown_airport', [600, 12, 337, 'SFO', 'XXX']],
  ['round_trip', [600, 12, 337, 'SFO', 'SFO']],
  ['implausible_distance', [600, 12, 0, 'SFO', 'LAX']],
  ['implausible_distance', [600, 12, 12_501, 'SFO', 'LAX']],
  ['implausible_delay', [600, -121, 337, 'SFO', 'LAX']],
  ['implausible_delay', [600, 1_201, 337, 'SFO', 'LAX']],
])('%s: %j is rejected, with its row', (reason, row) => {
  expect(reasonsOf([good, row])).toEqual([[1, reason]])
})

test('delays exactly at the limits are kept', () => {
  expect(
    reasonsOf([
      [600, -120, 337, 'SFO', 'LAX'],
      [600, 1_200, 337, 'SFO', 'LAX'],
    ]),
  ).toEqual([])
})

test('of flights that are equal in every column the first is kept; one that differs anywhere is another flight', () => {
  const differing: Row[] = [
    [601, 12, 337, 'SFO', 'LAX'],
    [600, 13, 337, 'SFO', 'LAX'],
    [600, 12, 338, 'SFO', 'LAX'],
    [600, 12, 337, 'JFK', 'LAX'],
    [600, 12, 337, 'SFO', 'JFK'],
  ]
  expect(reasonsOf([good, ...differing, good, good])).toEqual([
    [6, 'duplicate'],
    [7, 'duplicate'],
  ])
})

test('a reject holds the flight as the source has it', () => {
  const [reject] = cleanFlights(columnsOf([[600, null, 337, 'SFO', null]]), rules).rejected
  expect(reject).toEqual({
    row: 0,
    reason: 'missing_value',
    minute: 600,
    delay: null,
    distance: 337,
    origin: 'SFO',
    destination: null,
  })
})

test('columns of different lengths are no flights', () => {
  const result = RawFlights.safeParse({ ...columnsOf([good]), delay: [] })
  expect(result.error?.issues[0]?.message).toBe('expected columns of the same length')
})

test('a column with a value of another kind is named', () => {
  const result = RawFlights.safeParse({ ...columnsOf([good]), delay: ['12'] })
  expect(result.error?.issues).toMatchObject([{ path: ['delay'], message: 'expected a column of whole numbers or null' }])
})
