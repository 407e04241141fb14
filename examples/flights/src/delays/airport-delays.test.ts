import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addSums, percentile, summariseDelays } from './airport-delays.ts'

const EIGHT = 8 * 60
const NINE = 9 * 60 + 59

test('a small airport, reckoned by hand', () => {
  const delays = summariseDelays(
    {
      airport: 'SFO',
      minute: [EIGHT, EIGHT + 1, NINE, NINE + 24 * 60],
      delay: [-10, 15, 14, 61],
      distance: [100, 200, 300, 400],
      destination: ['LAX', 'JFK', 'LAX', 'JFK'],
    },
    15,
  )
  const { hours, ...rest } = delays
  expect(rest).toEqual({
    airport: 'SFO',
    flights: 4,
    delayMinutes: 80,
    late: 2,
    meanDelay: 20,
    medianDelay: 14,
    p90Delay: 61,
    lateShare: 0.5,
    meanDistance: 250,
    busiestDestination: 'JFK',
  })
  expect(hours[8]).toEqual({ flights: 2, delayMinutes: 5, late: 1 })
  expect(hours[9]).toEqual({ flights: 2, delayMinutes: 75, late: 1 })
  expect(hours.filter((hour) => hour.flights > 0)).toHaveLength(2)
})

test('an airport without departures has zeros, not NaN', () => {
  const delays = summariseDelays({ airport: 'SFO', minute: [], delay: [], distance: [], destination: [] }, 15)
  expect(delays).toMatchObject({
    flights: 0,
    meanDelay: 0,
    medianDelay: 0,
    lateShare: 0,
    meanDistance: 0,
    busiestDestination: '',
  })
})

test('at least the asked share of the values lies at or below a percentile, and less than that below it', () => {
  const values = fc.array(fc.integer({ min: -100, max: 1_000 }), { minLength: 1 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 100 }), (unsorted, percent) => {
      const ascending = unsorted.toSorted((a, b) => a - b)
      const found = percentile(ascending, percent / 100)
      const atOrBelow = ascending.filter((value) => value <= found).length
      const below = ascending.filter((value) => value < found).length
      expect(atOrBelow * 100).toBeGreaterThanOrEqual(ascending.length * percent - 1e-6)
      expect(below * 100).toBeLessThan(ascending.length * percent + 1e-6)
    }),
  )
})

test('sums of parts are the sum of the whole', () => {
  expect(
    addSums([
      { flights: 2, delayMinutes: -5, late: 0 },
      { flights: 3, delayMinutes: 50, late: 2 },
    ]),
  ).toEqual({ flights: 5, delayMinutes: 45, late: 2 })
})
