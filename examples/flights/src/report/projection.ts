export interface Place {
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** A conic projection that keeps areas: where it is true to length, and the place that becomes the origin. */
export interface Conic {
  readonly parallels: readonly [south: number, north: number]
  readonly centre: Place
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/**
 * Albers' equal-area conic projection on a sphere of radius 1; y grows to the south, as on a screen.
 * Source: J. P. Snyder, Map Projections: A Working Manual (1987), equations 14-1 to 14-6.
 */
export function albers({ parallels, centre }: Conic): (place: Place) => Point {
  const south = Math.sin(radians(parallels[0]))
  const n = (south + Math.sin(radians(parallels[1]))) / 2
  const c = 1 - south * south + 2 * n * south
  const radiusAt = (latitude: number): number => Math.sqrt(c - 2 * n * Math.sin(radians(latitude))) / n
  const originRadius = radiusAt(centre.latitude)
  return ({ latitude, longitude }) => {
    const radius = radiusAt(latitude)
    const angle = n * radians(longitude - centre.longitude)
    return { x: radius * Math.sin(angle), y: radius * Math.cos(angle) - originRadius }
  }
}
