import type { FailureReason } from '../foundation/failure-reason.ts'

/** How the execution of a plan came to its end; `permanent` forbids automatic retries of the run. */
export type ExecutionEnd =
  | { readonly kind: 'success' }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly message: string; readonly permanent: boolean }
