/** What was on from `from` to `to`, UTC milliseconds; at `to` no more. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** How many were on at once at most. */
export function mostAtOnce(intervals: readonly Interval[]): number {
  const changes = intervals.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ])
  // In the same millisecond what ends comes first: it made room for what begins.
  changes.sort((a, b) => a.at - b.at || a.by - b.by)
  let [on, most] = [0, 0]
  for (const { by } of changes) {
    on += by
    most = Math.max(most, on)
  }
  return most
}
