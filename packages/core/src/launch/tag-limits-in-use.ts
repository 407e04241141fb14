import type { RunInProgress } from '../storage/run-queue.ts'
import { limitedValue } from './admission.ts'
import type { TagConcurrencyLimit } from './queue-limits.ts'

/** A tag concurrency limit with the runs that count against it. */
export interface TagLimitInUse {
  readonly key: string
  /** Null where the values are counted together. */
  readonly value: string | null
  /** -1: none. */
  readonly limit: number
  readonly holders: readonly RunInProgress[]
}

/** One of each limit; of a limit for each unique value, one of each value that is in progress. */
export function tagLimitsInUse(
  limits: readonly TagConcurrencyLimit[],
  inProgress: readonly RunInProgress[],
): readonly TagLimitInUse[] {
  return limits.flatMap((tagLimit) => {
    const { key, limit, applyLimitPerUniqueValue } = tagLimit
    const byValue = new Map<string | null, RunInProgress[]>(applyLimitPerUniqueValue ? [] : [[tagLimit.value, []]])
    for (const run of inProgress) {
      const value = limitedValue(tagLimit, run.tags)
      if (value === undefined) continue
      const counted = applyLimitPerUniqueValue ? value : tagLimit.value
      const holders = byValue.get(counted)
      if (holders === undefined) byValue.set(counted, [run])
      else holders.push(run)
    }
    return [...byValue].map(([value, holders]) => ({ key, value, limit, holders }))
  })
}
