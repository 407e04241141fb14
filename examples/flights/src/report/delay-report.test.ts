import { expect, test } from 'vitest'
import { addSums, type DelaySums } from '../delays/airport-delays.ts'
import { totalDelays } from '../delays/delay-totals.ts'
import type { LocatedDelays } from '../delays/join-airports.ts'
import type { Reject } from '../flights/reject.ts'
import { roundTo } from '../round-to.ts'
import { delayColor } from './delay-color.ts'
import { drawDelayMap } from './delay-map.ts'
import { delayTable } from './delay-table.ts'
import { writeHeadline } from './headline.ts'
import { drawHourlyPlot } from './hourly-plot.ts'

/** An airport whose flights all leave at eight. */
function airportOf(changes: Partial<LocatedDelays> & Pick<LocatedDelays, 'airport' | 'flights' | 'meanDelay'>): LocatedDelays {
  const { flights, meanDelay } = changes
  const hours: DelaySums[] = Array.from({ length: 24 }, () => ({ flights: 0, delayMinutes: 0, late: 0 }))
  hours[8] = { flights, delayMinutes: flights * meanDelay, late: Math.round(flights / 4) }
  return {
    ...addSums(hours),
    medianDelay: 3,
    p90Delay: 40,
    lateShare: 0.25,
    meanDistance: 500,
    busiestDestination: 'ORD',
    hours,
    name: `${changes.airport} Field`,
    city: 'Springfield',
    state: 'IL',
    latitude: 40,
    longitude: -90,
    region: 'Midwest',
    ...changes,
  }
}

const airports = [
  airportOf({ airport: 'AAA', flights: 1_000, meanDelay: 5.04 }),
  airportOf({ airport: 'BBB', flights: 200, meanDelay: 12.25, city: null, state: null, latitude: 30 }),
  airportOf({ airport: 'CCC', flights: 199, meanDelay: 90 }),
]

test('the table holds airports with flights enough, the most delayed first, rounded', () => {
  expect(delayTable(airports, 200).map((row) => [row.airport, row.state, row.mean_delay_minutes, row.late_percent])).toEqual([
    ['BBB', '', 12.3, 25],
    ['AAA', 'IL', 5, 25],
  ])
})

test('the headline counts, and says what was left out and why', () => {
  const reject = (reason: Reject['reason']): Reject => ({
    row: 0,
    reason,
    minute: null,
    delay: null,
    distance: null,
    origin: null,
    destination: null,
  })
  const rejects = [reject('duplicate'), reject('implausible_delay'), reject('duplicate')]
  const headline = writeHeadline(totalDelays(airports), rejects)
  expect(headline).toContain('**1,399 flights from 3 airports: 18.2 min behind schedule on average, 25.0 % late.**')
  expect(headline).toContain('| Midwest | 3 | 1,399 | 18.2 min | 25.0 % |')
  expect(headline).toMatch(/Left out: 2 duplicate, 1 implausible delay\.$/)
  expect(writeHeadline(totalDelays(airports), [])).not.toContain('Left out')
})

test('the map draws every airport, names it safely, and writes codes only where they can be read', () => {
  const hostile = airportOf({ airport: 'DDD', flights: 10, meanDelay: 0, name: '<script>&', latitude: 45, longitude: -120 })
  const svg = drawDelayMap([...airports, hostile], [])
  expect(svg.match(/<circle /g)).toHaveLength(4)
  expect(svg).toContain('<title>DDD &lt;script&gt;&amp;: 10 flights, 0.0 min</title>')
  expect(svg.match(/>(AAA|BBB|CCC|DDD)<\/text>/g)).toEqual(['>AAA</text>', '>BBB</text>', '>DDD</text>'])
})

test('states are drawn behind the airports, without what lies off the map', () => {
  const square = (west: number, south: number): [number, number][] => [
    [west, south],
    [west + 2, south],
    [west + 2, south + 2],
    [west, south],
  ]
  const svg = drawDelayMap(airports, [square(-100, 40), square(144, 13)])
  expect(svg.match(/<path /g)).toHaveLength(1)
  expect(svg.indexOf('<path ')).toBeLessThan(svg.indexOf('<circle '))
})

test('hours with a handful of flights get no mean, but their traffic is shown', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    hour,
    flights: hour === 8 ? 1_000 : 1,
    meanDelay: 10,
    lateShare: 0.1,
  }))
  const bars = drawHourlyPlot(hours).match(/<rect [^>]*fill="#[0-9a-f]{6}"/g) ?? []
  const traffic = bars.filter((bar) => bar.includes('#9aa5b1'))
  const means = bars.filter((bar) => bar.includes(delayColor(10)))
  expect([traffic.length, means.length]).toEqual([24, 1])
})

test('a plot of nothing is still a plot', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, flights: 0, meanDelay: 0, lateShare: 0 }))
  expect(drawHourlyPlot(hours)).not.toContain('NaN')
  expect(drawDelayMap([], [])).not.toContain('NaN')
})

test('colours run from early over on time to late, and no further', () => {
  expect([delayColor(-20), delayColor(0), delayColor(20)]).toEqual(['#2166ac', '#d6d6d0', '#b2182b'])
  expect(delayColor(500)).toBe(delayColor(20))
})

test('what rounds to nothing is plain zero, which JSON can hold', () => {
  expect(Object.is(roundTo(-0.04, 1), 0)).toBe(true)
  expect(roundTo(-0.06, 1)).toBe(-0.1)
})
