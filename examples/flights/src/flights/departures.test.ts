import { expect, test } from 'vitest'
import { departuresByAirport } from './departures.ts'
import { noFlights } from './flight-columns.ts'

test('every airport gets its own flights, in their order; airports come by the alphabet', () => {
  const flights = {
    minute: [1, 2, 3],
    delay: [10, 20, 30],
    distance: [337, 2_475, 338],
    origin: ['SFO', 'JFK', 'SFO'],
    destination: ['LAX', 'LAX', 'JFK'],
  }
  expect([...departuresByAirport(flights)]).toEqual([
    ['JFK', { airport: 'JFK', minute: [2], delay: [20], distance: [2_475], destination: ['LAX'] }],
    ['SFO', { airport: 'SFO', minute: [1, 3], delay: [10, 30], distance: [337, 338], destination: ['LAX', 'JFK'] }],
  ])
})

test('no flights, no airports', () => {
  expect(departuresByAirport(noFlights()).size).toBe(0)
})
