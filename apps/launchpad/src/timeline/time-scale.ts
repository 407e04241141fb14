/** UTC milliseconds; `end` is always after `start`. */
export interface TimeScale {
  readonly start: number
  readonly end: number
}

export function timeScale(start: number, end: number): TimeScale {
  return { start, end: Math.max(end, start + 1) }
}

/** Where a moment lies, 0 at the left edge and 1 at the right. */
export const fractionAt = (scale: TimeScale, at: number): number =>
  Math.min(1, Math.max(0, (at - scale.start) / (scale.end - scale.start)))

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 168].map((n) => n * HOUR),
]

export interface Tick {
  readonly offsetMs: number
  readonly fraction: number
}

/** Round distances from the start, at most `most` of them. */
export function ticks(scale: TimeScale, most: number): { readonly stepMs: number; readonly ticks: readonly Tick[] } {
  const span = scale.end - scale.start
  const stepMs = STEPS.find((step) => span / step <= most) ?? Math.ceil(span / most / HOUR) * HOUR
  const count = Math.floor(span / stepMs) + 1
  return {
    stepMs,
    ticks: Array.from({ length: count }, (_, i) => ({ offsetMs: i * stepMs, fraction: (i * stepMs) / span })),
  }
}
