import { z } from 'zod'
import type { QueueConfig, ResolvedQueueConfig } from './queue-config.ts'

const limit = z.number().int().min(-1, 'a whole number of 0 (nothing runs) or more, or -1 for no limit')

const tagLimit = z
  .strictObject({
    key: z.string().trim().min(1),
    value: z.string().optional(),
    applyLimitPerUniqueValue: z.boolean().default(false),
    limit,
  })
  .refine(
    ({ value, applyLimitPerUniqueValue }) => value === undefined || !applyLimitPerUniqueValue,
    'names one value and limits every value by itself: leave out either "value" or "applyLimitPerUniqueValue"',
  )

const poolName = z.string().regex(/^[A-Za-z0-9_]{1,200}$/, 'a name of A-Z a-z 0-9 _')

/** The section `queue` of `pawl.config.ts`. */
export const queueSchema: z.ZodType<ResolvedQueueConfig, QueueConfig> = z.strictObject({
  maxConcurrentRuns: limit.default(-1),
  tagConcurrencyLimits: z.array(tagLimit).default([]),
  pools: z.record(poolName, limit).default({}),
})
