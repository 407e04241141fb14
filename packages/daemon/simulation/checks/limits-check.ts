import type { QueueLimits } from '@pawl/core/plugin'
import type { RunMirror } from './run-mirror.ts'
import { violated } from './violation.ts'

type Counts = Map<string, { count: number; readonly limit: number }>

function count(counts: Counts, rule: string, limit: number): void {
  if (limit < 0) return
  const known = counts.get(rule) ?? { count: 0, limit }
  known.count++
  counts.set(rule, known)
}

/** Counts the runs in progress and the steps at work by the limits that they are under. */
export function checkLimits(runs: Iterable<RunMirror>, limits: QueueLimits): void {
  const counts: Counts = new Map()
  for (const mirror of runs) {
    if (!mirror.isInProgress) continue
    const { tags } = mirror.run
    count(counts, 'maxConcurrentRuns', limits.maxConcurrentRuns)
    for (const [index, { key, value, applyLimitPerUniqueValue, limit }] of limits.tagConcurrencyLimits.entries()) {
      const given = tags[key]
      if (given === undefined || (value !== null && value !== given)) continue
      count(counts, `tag limit ${index} ${key}=${applyLimitPerUniqueValue ? given : (value ?? 'any')}`, limit)
    }
    for (const pool of mirror.poolsAtWork()) count(counts, `pool ${pool}`, limits.pools[pool] ?? -1)
  }
  for (const [rule, { count: used, limit }] of counts)
    if (used > limit) violated(7, `${rule}: ${used} at once, the limit is ${limit}`)
}
