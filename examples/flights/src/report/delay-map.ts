import type { LocatedDelays } from '../delays/join-airports.ts'
import { roundTo } from '../round-to.ts'
import type { StateShapes } from '../states/state-shapes.ts'
import { delayColor, FULL_COLOR_MINUTES } from './delay-color.ts'
import { minutesText, wholeText } from './number-text.ts'
import type { Point } from './projection.ts'
import { element, type Markup, svgDocument } from './svg.ts'
import { type MapPanel, type UsMap, usMap } from './us-map.ts'

const WIDTH = 960
const HEIGHT = 620
const LARGEST_RADIUS = 20
const SMALLEST_RADIUS = 2
const LABELLED = 30
/** Codes that would stand closer than this could not be read. */
const LABEL_DISTANCE = 22
/** Points of an outline closer than this are left out: nobody sees them. */
const OUTLINE_DETAIL = 2

interface Dot {
  readonly airport: LocatedDelays
  readonly at: Point
  readonly radius: number
}

function drawDot({ airport, at, radius }: Dot): Markup {
  const text = `${airport.airport} ${airport.name}: ${wholeText(airport.flights)} flights, ${minutesText(airport.meanDelay)}`
  const fill = delayColor(airport.meanDelay)
  return element(
    'circle',
    { cx: at.x, cy: at.y, r: radius, fill, stroke: '#ffffff', 'stroke-width': 0.5, 'fill-opacity': 0.85 },
    element('title', {}, text),
  )
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

/** The busiest airports that leave each other room for a code. */
function labelledDots(busiest: readonly Dot[]): Dot[] {
  const labelled: Dot[] = []
  for (const dot of busiest.slice(0, LABELLED)) {
    if (labelled.every((other) => distance(other.at, dot.at) >= LABEL_DISTANCE)) labelled.push(dot)
  }
  return labelled
}

function drawShape(points: readonly Point[]): Markup[] {
  const drawn: Point[] = []
  for (const point of points) {
    const last = drawn.at(-1)
    if (last === undefined || distance(last, point) >= OUTLINE_DETAIL) drawn.push(point)
  }
  if (drawn.length < 3) return []
  const corners = drawn.map(({ x, y }) => `${roundTo(x, 1)} ${roundTo(y, 1)}`)
  return [element('path', { d: `M${corners.join('L')}Z` })]
}

/** The states behind the airports. A shape that no panel holds whole, such as a far island, is left out. */
function drawStates(shapes: StateShapes, map: UsMap): Markup {
  const paths = shapes.flatMap((shape) => {
    const points = map.points(shape.map(([longitude, latitude]) => ({ longitude, latitude })))
    return points === undefined ? [] : drawShape(points)
  })
  return element('g', { fill: '#f1f3f5', stroke: '#d5dae0', 'stroke-width': 0.7, 'stroke-linejoin': 'round' }, ...paths)
}

const drawCode = ({ airport, at }: Dot): Markup =>
  element('text', { x: at.x, y: at.y + 3, 'font-size': 9, 'text-anchor': 'middle', 'font-weight': 600 }, airport.airport)

function drawPanel({ name, box }: MapPanel): Markup[] {
  if (name === '') return []
  const { x, y, width, height } = box
  return [
    element('rect', { x, y, width, height, rx: 4, fill: 'none', stroke: '#d5dae0' }),
    element('text', { x: x + 6, y: y + height - 6, 'font-size': 10, fill: '#616e7c' }, name),
  ]
}

function drawLegend(x: number, y: number): Markup[] {
  const steps = Array.from({ length: 9 }, (_, index) => ((index - 4) / 4) * FULL_COLOR_MINUTES)
  const swatches = steps.map((minutes, index) =>
    element('rect', { x: x + index * 20, y, width: 20, height: 10, fill: delayColor(minutes) }),
  )
  const captions = [
    { text: `${FULL_COLOR_MINUTES} min early`, at: 0 },
    { text: 'on time', at: 90 },
    { text: `${FULL_COLOR_MINUTES} min late`, at: 180 },
  ].map(({ text, at }) => element('text', { x: x + at, y: y + 24, 'font-size': 10, 'text-anchor': 'middle' }, text))
  return [...swatches, ...captions]
}

/** Every airport where it lies, as large as it is busy and coloured by its mean delay. Returns a whole SVG document. */
export function drawDelayMap(airports: readonly LocatedDelays[], shapes: StateShapes): string {
  const map = usMap({ x: 24, y: 64, width: WIDTH - 48, height: HEIGHT - 88 })
  const busiest = airports.toSorted((a, b) => b.flights - a.flights)
  const most = busiest[0]?.flights ?? 1
  // The busiest first, so that a small airport is drawn over a large neighbour and not hidden by it.
  const dots = busiest.flatMap((airport): Dot[] => {
    const [at] = map.points([airport]) ?? []
    const radius = Math.max(SMALLEST_RADIUS, LARGEST_RADIUS * Math.sqrt(airport.flights / most))
    return at === undefined ? [] : [{ airport, at, radius }]
  })
  const title = 'Mean delay by airport of departure'
  return svgDocument(
    { width: WIDTH, height: HEIGHT, title },
    element('text', { x: 24, y: 32, 'font-size': 18, 'font-weight': 600 }, title),
    element(
      'text',
      { x: 24, y: 50, fill: '#616e7c' },
      `${wholeText(dots.length)} airports; area by flights, colour by mean delay`,
    ),
    ...drawLegend(WIDTH - 240, 24),
    drawStates(shapes, map),
    ...map.panels.flatMap(drawPanel),
    ...dots.map(drawDot),
    ...labelledDots(dots).map(drawCode),
  )
}
