/** Tags that only Pawl writes. They tell of one run and its place among others: they are neither copied to another launch nor worth a column. */
export const SYSTEM_TAGS: ReadonlySet<string> = new Set([
  'pawl/failure_reason',
  'pawl/will_retry',
  'pawl/auto_retry_run_id',
  'pawl/parent_run_id',
  'pawl/root_run_id',
  'pawl/retry_number',
])
