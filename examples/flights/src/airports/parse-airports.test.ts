import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { datasetPath } from '../dataset.ts'
import { parseAirports } from './parse-airports.ts'

const HEADER = 'iata,name,city,state,country,latitude,longitude\n'

test('quoted names, and NA for what is not known', () => {
  const csv = `${HEADER}DBN,"W. H. ""Bud"" Barron",Dublin,GA,USA,32.56445806,-82.98525556\nMQT,Marquette County Airport,NA,NA,USA,46.353639,-87.395361\n`
  expect(parseAirports(csv)).toEqual([
    {
      code: 'DBN',
      name: 'W. H. "Bud" Barron',
      city: 'Dublin',
      state: 'GA',
      country: 'USA',
      latitude: 32.56445806,
      longitude: -82.98525556,
    },
    {
      code: 'MQT',
      name: 'Marquette County Airport',
      city: null,
      state: null,
      country: 'USA',
      latitude: 46.353639,
      longitude: -87.395361,
    },
  ])
})

test('a place that is not on Earth is refused', () => {
  expect(() => parseAirports(`${HEADER}AAA,Nowhere,NA,NA,USA,95,0\n`)).toThrow('latitude')
})

test('the whole data set is read, each code once', async () => {
  const airports = parseAirports(await readFile(datasetPath('airports.csv'), 'utf8'))
  expect(airports).toHaveLength(3_376)
  expect(new Set(airports.map((airport) => airport.code)).size).toBe(3_376)
})
