import type { Point } from './graph-layout.ts'

/** An SVG path through the points from left to right that leaves and enters each of them horizontally. */
export function edgePath(points: readonly Point[]): string {
  const [start, ...rest] = points
  if (!start) return ''
  let from = start
  const curves = rest.map((to) => {
    const reach = (to.x - from.x) / 2
    const curve = `C ${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`
    from = to
    return curve
  })
  return [`M ${start.x} ${start.y}`, ...curves].join(' ')
}
