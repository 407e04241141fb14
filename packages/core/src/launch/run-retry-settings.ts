import type { Jitter } from '../definition/retry-policy.ts'
import { parseDelayTag, parseJitterTag } from '../definition/retry-tags.ts'
import { readRunTag } from '../definition/run-tag-value.ts'
import type { Tags } from '../definition/tags.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { TagProblem } from '../plan/launch-tags.ts'

/** When a failed run is followed by another one, automatically. An instance has such settings; tags of job and launch overrule them. */
export interface RunRetrySettings {
  /** False: no run is retried, whatever its tags say. */
  readonly enabled: boolean
  /** Automatic retries in a row, after the run that a person or a schedule launched. */
  readonly maxRetries: number
  /** FROM_FAILURE keeps what had succeeded; ALL_STEPS starts over. */
  readonly strategy: 'FROM_FAILURE' | 'ALL_STEPS'
  /** False: a run that ended because a step failed is not retried; one whose process died is. */
  readonly retryOnAssetOrOpFailure: boolean
  /** Seconds before each retry; a list shorter than the retries repeats its last entry. */
  readonly delaySeconds: number | readonly number[]
  /** Null spreads nothing; so does any jitter where there is no delay. */
  readonly jitter: Jitter | null
}

export const DEFAULT_RUN_RETRIES: RunRetrySettings = Object.freeze({
  enabled: true,
  maxRetries: 0,
  strategy: 'FROM_FAILURE',
  retryOnAssetOrOpFailure: true,
  delaySeconds: 0,
  jitter: null,
})

/** What each tag says of the settings; `value` is one that `readRunTag` has found right. */
const READ_TAG: Readonly<Record<string, (value: string) => Partial<RunRetrySettings>>> = {
  'pawl/max_retries': (value) => ({ maxRetries: Number(value) }),
  'pawl/retry_strategy': (value) => ({ strategy: value as RunRetrySettings['strategy'] }),
  'pawl/retry_on_asset_or_op_failure': (value) => ({ retryOnAssetOrOpFailure: value === 'true' }),
  'pawl/retry_delay': (value) => ({ delaySeconds: parseDelayTag(value) ?? 0 }),
  'pawl/retry_jitter': (value) => ({ jitter: parseJitterTag(value) ?? null }),
}

export type RunRetryPolicyResult =
  | { readonly ok: true; readonly policy: RunRetrySettings }
  | { readonly ok: false; readonly problems: readonly TagProblem[] }

/**
 * The policy of one run: the instance's settings with what its tags say laid over them. `tags` are those of the run, launch over
 * job, under the names that Pawl keeps them by. A run is launched with it, and its retries inherit it.
 */
export function resolveRunRetryPolicy(settings: RunRetrySettings, tags: Tags): RunRetryPolicyResult {
  let policy = settings
  const problems: TagProblem[] = []
  for (const [key, read] of Object.entries(READ_TAG)) {
    const given = tags[key]
    if (given === undefined) continue
    const tag = readRunTag(key, given)
    if (tag.ok) policy = { ...policy, ...read(tag.value) }
    else problems.push({ key, message: `The tag "${key}" is ${JSON.stringify(given)}, but it ${tag.problem}.` })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policy }
}

/** As it is kept on a run. */
export const storedRunRetryPolicy = (policy: RunRetrySettings): JsonObject => ({ ...policy })

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isSeconds = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isDelay = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isSeconds) : isSeconds(value)
const isJitter = (value: unknown): boolean =>
  value === null || value === 'full' || value === 'plus-minus' || (isSeconds(value) && value > 0)

const RIGHT: { readonly [Key in keyof RunRetrySettings]: (value: unknown) => boolean } = {
  enabled: (value) => typeof value === 'boolean',
  maxRetries: isCount,
  strategy: (value) => value === 'FROM_FAILURE' || value === 'ALL_STEPS',
  retryOnAssetOrOpFailure: (value) => typeof value === 'boolean',
  delaySeconds: isDelay,
  jitter: isJitter,
}

/** Reads a policy back, which another version of Pawl may have written; `problem` names what cannot be read. */
export function readRunRetryPolicy(
  stored: JsonObject,
): { readonly ok: true; readonly policy: RunRetrySettings } | { readonly ok: false; readonly problem: string } {
  const wrong = Object.entries(RIGHT).find(([key, isRight]) => !isRight(stored[key]))
  if (wrong === undefined) return { ok: true, policy: stored as unknown as RunRetrySettings }
  const [key] = wrong
  const found = stored[key]
  return { ok: false, problem: `its ${key} is ${found === undefined ? 'missing' : JSON.stringify(found)}` }
}
