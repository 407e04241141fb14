/** At most `limit` runs in progress that have the tag. */
export interface TagConcurrencyLimitConfig {
  readonly key: string
  /** Only runs whose tag has this value; by default, whatever its value is. */
  readonly value?: string | undefined
  /** Default false; true: each value of the tag has the limit for itself. */
  readonly applyLimitPerUniqueValue?: boolean | undefined
  readonly limit: number
}

/** What may run at the same time. Every limit is a whole number: 0 lets nothing run, -1 is no limit. */
export interface QueueConfig {
  /** Runs in progress, of all daemons on one database together; default -1. */
  readonly maxConcurrentRuns?: number | undefined
  readonly tagConcurrencyLimits?: TagConcurrencyLimitConfig[] | undefined
  /** Steps at once of the ops of each pool, across all runs; a pool that is not named has no limit. */
  readonly pools?: Record<string, number> | undefined
}

export interface ResolvedQueueConfig {
  readonly maxConcurrentRuns: number
  readonly tagConcurrencyLimits: readonly {
    readonly key: string
    readonly value?: string | undefined
    readonly applyLimitPerUniqueValue: boolean
    readonly limit: number
  }[]
  readonly pools: Record<string, number>
}
