/** At most `limit` runs in progress with the tag; -1: any number, 0: none. */
export interface TagConcurrencyLimit {
  readonly key: string
  /** Null: whatever value the tag has. */
  readonly value: string | null
  /** Each value of the tag has the limit for itself. */
  readonly applyLimitPerUniqueValue: boolean
  readonly limit: number
}

/** What an instance lets run at the same time; -1 is no limit, 0 lets nothing run. */
export interface QueueLimits {
  readonly maxConcurrentRuns: number
  readonly tagConcurrencyLimits: readonly TagConcurrencyLimit[]
  /** Steps at once, by pool; one that is not named has no limit. */
  readonly pools: Readonly<Record<string, number>>
}

export const NO_QUEUE_LIMITS: QueueLimits = { maxConcurrentRuns: -1, tagConcurrencyLimits: [], pools: {} }

/** Whether any run could be kept waiting by them. */
export const limitsRuns = ({ maxConcurrentRuns, tagConcurrencyLimits }: QueueLimits): boolean =>
  maxConcurrentRuns >= 0 || tagConcurrencyLimits.some(({ limit }) => limit >= 0)

/** Slots of a pool, or undefined where it has no limit. */
export function poolLimit({ pools }: QueueLimits, pool: string): number | undefined {
  const limit = Object.hasOwn(pools, pool) ? pools[pool] : undefined
  return limit === undefined || limit < 0 ? undefined : limit
}
