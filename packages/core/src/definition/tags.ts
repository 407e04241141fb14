/** Labels of an op, a job or a run. Keys Pawl reads start with `pawl/`. Values given as numbers or booleans are stored as text. */
export type Tags = Readonly<Record<string, string>>
export type TagsInput = Readonly<Record<string, string | number | boolean>>

export const toTags = (input: TagsInput | undefined): Tags =>
  Object.freeze(Object.fromEntries(Object.entries(input ?? {}).map(([key, value]) => [key, String(value)])))

/** On an op, a shorthand for `retry`; on a job or run, its run retries. */
export const OP_RETRY_TAGS: readonly string[] = ['pawl/max_retries', 'pawl/retry_delay', 'pawl/retry_jitter']

/** Tags of jobs and runs that Pawl reads. */
export const RUN_TAGS: readonly string[] = [
  ...OP_RETRY_TAGS,
  'pawl/retry_strategy',
  'pawl/retry_on_asset_or_op_failure',
  'pawl/priority',
  'pawl/max_runtime',
  'pawl/isolation',
]

/** Tags of runs that only Pawl writes. */
export const SYSTEM_TAGS: readonly string[] = [
  'pawl/parent_run_id',
  'pawl/root_run_id',
  'pawl/retry_number',
  'pawl/will_retry',
  'pawl/auto_retry_run_id',
  'pawl/failure_reason',
]
