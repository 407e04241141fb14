import { albers, type Conic, type Place, type Point } from './projection.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Bounds {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** A part of the country drawn on its own, at its own scale. */
interface Panel {
  readonly name: string
  readonly bounds: Bounds
  readonly conic: Conic
  /** In shares of the whole map. */
  readonly share: Box
}

export interface MapPanel {
  readonly name: string
  readonly box: Box
}

export interface UsMap {
  readonly panels: readonly MapPanel[]
  /** Where these places are drawn; undefined where no one panel holds them all. */
  points(places: readonly Place[]): Point[] | undefined
}

// Far apart as they are, Alaska, Hawaii and the Caribbean islands stand below the other states, as is usual.
const PANELS: readonly Panel[] = [
  {
    name: '',
    bounds: { west: -124.8, south: 24.3, east: -66.9, north: 49.4 },
    conic: { parallels: [29.5, 45.5], centre: { latitude: 37.5, longitude: -96 } },
    share: { x: 0, y: 0, width: 1, height: 0.86 },
  },
  {
    name: 'Alaska',
    bounds: { west: -178, south: 51, east: -129.5, north: 72 },
    conic: { parallels: [55, 65], centre: { latitude: 60, longitude: -154 } },
    share: { x: 0, y: 0.72, width: 0.24, height: 0.28 },
  },
  {
    name: 'Hawaii',
    bounds: { west: -160.8, south: 18.5, east: -154.5, north: 22.6 },
    conic: { parallels: [19, 22], centre: { latitude: 20.5, longitude: -157.5 } },
    share: { x: 0.26, y: 0.82, width: 0.15, height: 0.18 },
  },
  {
    name: 'Caribbean',
    bounds: { west: -67.6, south: 17.2, east: -64.2, north: 18.9 },
    conic: { parallels: [17.5, 18.5], centre: { latitude: 18, longitude: -66 } },
    share: { x: 0.78, y: 0.84, width: 0.2, height: 0.16 },
  },
]

const isWithin = ({ west, south, east, north }: Bounds, { latitude, longitude }: Place): boolean =>
  longitude >= west && longitude <= east && latitude >= south && latitude <= north

/** Places along the edge: a straight edge of the bounds is a curve on the map. */
function edgeOf({ west, south, east, north }: Bounds): Place[] {
  const shares = Array.from({ length: 21 }, (_, index) => index / 20)
  const longitudes = shares.map((share) => west + (east - west) * share)
  const latitudes = shares.map((share) => south + (north - south) * share)
  return [
    ...longitudes.flatMap((longitude) => [south, north].map((latitude) => ({ latitude, longitude }))),
    ...latitudes.flatMap((latitude) => [west, east].map((longitude) => ({ latitude, longitude }))),
  ]
}

const extentOf = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]

/** Draws the bounds as large as the box allows, in its middle. */
function fit({ bounds, conic }: Panel, box: Box): (place: Place) => Point {
  const project = albers(conic)
  const edge = edgeOf(bounds).map(project)
  const [left, right] = extentOf(edge.map((point) => point.x))
  const [top, bottom] = extentOf(edge.map((point) => point.y))
  const scale = Math.min(box.width / (right - left), box.height / (bottom - top))
  const x = box.x + box.width / 2 - ((left + right) / 2) * scale
  const y = box.y + box.height / 2 - ((top + bottom) / 2) * scale
  return (place) => {
    const point = project(place)
    return { x: x + point.x * scale, y: y + point.y * scale }
  }
}

const boxWithin = (share: Box, whole: Box): Box => ({
  x: whole.x + share.x * whole.width,
  y: whole.y + share.y * whole.height,
  width: share.width * whole.width,
  height: share.height * whole.height,
})

/** Lays the United States out in a box. */
export function usMap(whole: Box): UsMap {
  const panels = PANELS.map((panel) => {
    const box = boxWithin(panel.share, whole)
    return { panel, box, draw: fit(panel, box) }
  })
  return {
    panels: panels.map(({ panel, box }) => ({ name: panel.name, box })),
    points(places) {
      const home = panels.find(({ panel }) => places.every((place) => isWithin(panel.bounds, place)))
      return home === undefined ? undefined : places.map(home.draw)
    },
  }
}
