import type { QueueLimits } from '@pawl/core/plugin'
import type { ResolvedQueueConfig } from './queue-config.ts'

/** A project's limits as the coordinator takes them. */
export const queueLimits = ({ tagConcurrencyLimits, ...limits }: ResolvedQueueConfig): QueueLimits => ({
  ...limits,
  tagConcurrencyLimits: tagConcurrencyLimits.map(({ value, ...tagLimit }) => ({ ...tagLimit, value: value ?? null })),
})
