/** From a value to where it is drawn. */
export type Scale = (value: number) => number

/** A straight line from the domain onto the range. A domain of one value is drawn at the start of the range. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [low, high] = domain
  const [from, to] = range
  const slope = high === low ? 0 : (to - from) / (high - low)
  return (value) => from + (value - low) * slope
}

const STEPS = [1, 2, 5, 10]

/** Round values, evenly spaced, that cover low to high in about `count` steps; the first is at most low, the last at least high. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = Math.max((high - low) / count, Number.MIN_VALUE)
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = magnitude * (STEPS.find((candidate) => candidate * magnitude >= rough) ?? 10)
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}
