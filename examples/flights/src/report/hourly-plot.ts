import type { DelayTotals } from '../delays/delay-totals.ts'
import { delayColor } from './delay-color.ts'
import { wholeText } from './number-text.ts'
import { linearScale, type Scale, ticks } from './scale.ts'
import { element, type Markup, svgDocument } from './svg.ts'
import type { Box } from './us-map.ts'

type Hour = DelayTotals['hours'][number]

const WIDTH = 760
const HEIGHT = 420
const LEFT = 64
/** At night a handful of late flights would dwarf the rest of the day: hours with less than this share of all flights get no mean. */
const FEWEST_SHARE = 0.005
const PLOT_WIDTH = WIDTH - LEFT - 24

interface Bars {
  readonly caption: string
  readonly box: Box
  readonly hours: readonly Hour[]
  /** What the bar shows; undefined for no bar. */
  readonly measure: (hour: Hour) => number | undefined
  readonly colorOf: (hour: Hour) => string
}

const hourScale: Scale = linearScale([0, 24], [LEFT, LEFT + PLOT_WIDTH])

function drawTick(value: number, y: number): Markup[] {
  return [
    element('line', { x1: LEFT, x2: LEFT + PLOT_WIDTH, y1: y, y2: y, stroke: value === 0 ? '#7b8794' : '#e4e7eb' }),
    element('text', { x: LEFT - 8, y: y + 4, 'text-anchor': 'end', 'font-size': 11 }, wholeText(value)),
  ]
}

/** One bar an hour, from zero up, or down where the value is negative. */
function drawBars({ caption, box, hours, measure, colorOf }: Bars): Markup[] {
  const values = hours.flatMap((hour) => measure(hour) ?? [])
  const marks = ticks(Math.min(0, ...values), Math.max(1, ...values), 4)
  const scale = linearScale([marks[0] ?? 0, marks.at(-1) ?? 1], [box.y + box.height, box.y])
  const zero = scale(0)
  const bars = hours.flatMap((hour) => {
    const value = measure(hour)
    if (value === undefined) return []
    const end = scale(value)
    const left = hourScale(hour.hour) + 2
    return element('rect', {
      x: left,
      y: Math.min(zero, end),
      width: PLOT_WIDTH / 24 - 4,
      height: Math.abs(zero - end),
      fill: colorOf(hour),
    })
  })
  return [
    element('text', { x: LEFT, y: box.y - 10, fill: '#616e7c' }, caption),
    ...marks.flatMap((value) => drawTick(value, scale(value))),
    ...bars,
  ]
}

const drawHourLabels = (y: number): Markup[] =>
  [0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) =>
    element('text', { x: hourScale(hour), y, 'text-anchor': 'middle', 'font-size': 11 }, `${String(hour).padStart(2, '0')}:00`),
  )

/** Mean delay and traffic through the day, one above the other. Returns a whole SVG document. */
export function drawHourlyPlot(hours: readonly Hour[]): string {
  const title = 'Delay by hour of departure'
  const fewest = FEWEST_SHARE * hours.reduce((total, hour) => total + hour.flights, 0)
  const delays = drawBars({
    caption: 'Mean delay in minutes, where there are flights enough for a mean',
    box: { x: LEFT, y: 80, width: PLOT_WIDTH, height: 170 },
    hours,
    measure: (hour) => (hour.flights >= fewest ? hour.meanDelay : undefined),
    colorOf: (hour) => delayColor(hour.meanDelay),
  })
  const traffic = drawBars({
    caption: 'Flights',
    box: { x: LEFT, y: 300, width: PLOT_WIDTH, height: 80 },
    hours,
    measure: (hour) => hour.flights,
    colorOf: () => '#9aa5b1',
  })
  return svgDocument(
    { width: WIDTH, height: HEIGHT, title },
    element('text', { x: LEFT, y: 32, 'font-size': 18, 'font-weight': 600 }, title),
    ...delays,
    ...traffic,
    ...drawHourLabels(HEIGHT - 16),
  )
}
