import { expect, test } from 'vitest'
import type { Airport } from '../airports/airport.ts'
import { summariseDelays } from './airport-delays.ts'
import { totalDelays } from './delay-totals.ts'
import { joinAirports, type LocatedDelays } from './join-airports.ts'

const airportAt = (code: string, state: string | null): Airport => ({
  code,
  name: `${code} Field`,
  city: 'Springfield',
  state,
  country: 'USA',
  latitude: 40,
  longitude: -100,
})

const delaysOf = (airport: string, delay: number[]) =>
  summariseDelays(
    {
      airport,
      minute: delay.map((_, index) => index * 60),
      delay,
      distance: delay.map(() => 100),
      destination: delay.map(() => 'XYZ'),
    },
    15,
  )

const located = (): LocatedDelays[] =>
  joinAirports(
    [delaysOf('AAA', [10, 20, 30]), delaysOf('BBB', [0]), delaysOf('CCC', [100])],
    [airportAt('CCC', null), airportAt('BBB', 'NY'), airportAt('AAA', 'PA'), airportAt('DDD', 'CA')],
    { NY: 'Northeast', PA: 'Northeast', CA: 'West' },
  )

test('delays find their airport and its region, in their own order', () => {
  expect(located().map(({ airport, name, state, region }) => [airport, name, state, region])).toEqual([
    ['AAA', 'AAA Field', 'PA', 'Northeast'],
    ['BBB', 'BBB Field', 'NY', 'Northeast'],
    ['CCC', 'CCC Field', null, 'Unknown'],
  ])
})

test('a state that the service does not know has no region', () => {
  const [only] = joinAirports([delaysOf('AAA', [1])], [airportAt('AAA', 'PR')], {})
  expect(only?.region).toBe('Unknown')
})

test('delays of an airport that is not there are an error that names it', () => {
  expect(() => joinAirports([delaysOf('AAA', [1])], [], {})).toThrow('"AAA"')
})

test('every flight counts the same in a total, whatever its airport', () => {
  const totals = totalDelays(located())
  expect(totals).toMatchObject({ airports: 3, flights: 5, meanDelay: 32, lateShare: 0.6 })
  expect(totals.regions).toEqual([
    { region: 'Unknown', airports: 1, flights: 1, meanDelay: 100, lateShare: 1 },
    { region: 'Northeast', airports: 2, flights: 4, meanDelay: 15, lateShare: 0.5 },
  ])
  expect(totals.hours[0]).toEqual({ hour: 0, flights: 3, meanDelay: 110 / 3, lateShare: 1 / 3 })
  expect(totals.hours[23]).toEqual({ hour: 23, flights: 0, meanDelay: 0, lateShare: 0 })
})
