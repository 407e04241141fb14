import type { Instance } from '@pawl/core/plugin'
import type { BulkOperations } from './bulk/bulk-operations.ts'
import type { PreviewCache } from './reads/preview-cache.ts'
import type { RunPlans } from './steps/run-plans.ts'

/** What every resolver works with. */
export interface GraphqlContext {
  readonly instance: Instance
  readonly plans: RunPlans
  readonly previews: PreviewCache
  readonly bulk: BulkOperations
  /** Takes the server's own folders out of the text of an error. */
  readonly shownText: (text: string) => string
  /** `manual` when a person's browser asks, `api` when a program does. */
  readonly origin: 'manual' | 'api'
  /** Aborts when the server closes: whatever is being followed ends. */
  readonly closing: AbortSignal
}
