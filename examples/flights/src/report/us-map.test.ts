import { expect, test } from 'vitest'
import { albers } from './projection.ts'
import { type Box, usMap } from './us-map.ts'

const whole: Box = { x: 0, y: 0, width: 1_000, height: 600 }
const PLACES = {
  sanFrancisco: { latitude: 37.62, longitude: -122.37 },
  newYork: { latitude: 40.64, longitude: -73.78 },
  miami: { latitude: 25.79, longitude: -80.29 },
  anchorage: { latitude: 61.17, longitude: -150 },
  honolulu: { latitude: 21.32, longitude: -157.92 },
  sanJuan: { latitude: 18.44, longitude: -66 },
  guam: { latitude: 13.48, longitude: 144.8 },
}

test('the projection agrees with the worked example of Snyder (1987), page 291', () => {
  const point = albers({ parallels: [29.5, 45.5], centre: { latitude: 23, longitude: -96 } })({ latitude: 35, longitude: -75 })
  expect(point.x).toBeCloseTo(0.295272, 6)
  expect(point.y).toBeCloseTo(-0.2416774, 6)
})

const pointOf = (name: keyof typeof PLACES) => usMap(whole).points([PLACES[name]])?.[0] ?? { x: Number.NaN, y: Number.NaN }

test('west is left of east, north is above south', () => {
  expect(pointOf('sanFrancisco').x).toBeLessThan(pointOf('miami').x)
  expect(pointOf('miami').x).toBeLessThan(pointOf('newYork').x)
  expect(pointOf('newYork').y).toBeLessThan(pointOf('miami').y)
})

test.each([
  ['anchorage', 'Alaska'],
  ['honolulu', 'Hawaii'],
  ['sanJuan', 'Caribbean'],
  ['newYork', ''],
] as const)('%s lies within its panel', (place, panel) => {
  const box = usMap(whole).panels.find(({ name }) => name === panel)?.box ?? whole
  const { x, y } = pointOf(place)
  expect(x).toBeGreaterThan(box.x)
  expect(x).toBeLessThan(box.x + box.width)
  expect(y).toBeGreaterThan(box.y)
  expect(y).toBeLessThan(box.y + box.height)
})

test('a place outside every panel is not drawn, nor are places that no one panel holds', () => {
  expect(usMap(whole).points([PLACES.guam])).toBeUndefined()
  expect(usMap(whole).points([PLACES.anchorage, PLACES.honolulu])).toBeUndefined()
})
