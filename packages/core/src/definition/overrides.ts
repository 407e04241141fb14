import { didYouMean } from '../foundation/suggest.ts'
import { definitionError } from './definition-error.ts'
import type { RetryPolicy } from './retry-policy.ts'
import { resolveRetry } from './retry-tags.ts'
import type { StepUse } from './step-inputs.ts'
import { checkOpTags } from './tag-check.ts'
import { describeValue, isPlainRecord } from './value-description.ts'

const OVERRIDES = ['retry', 'tags']

/** A use with what `.with()` changes: tags add up, a retry policy replaces the one before. */
export function checkOverrides(use: StepUse, overrides: unknown): StepUse {
  const subject = `.with() of "${use.name}"`
  if (!isPlainRecord(overrides)) {
    throw definitionError(
      'UNKNOWN_OVERRIDE',
      `${subject} gets ${describeValue(overrides)}. Give an object with "retry" or "tags".`,
    )
  }
  for (const key of Object.keys(overrides)) {
    if (OVERRIDES.includes(key)) continue
    const meant = didYouMean(key, OVERRIDES)
    throw definitionError(
      'UNKNOWN_OVERRIDE',
      `${subject} cannot change "${key}". ${meant === undefined ? 'One use can change "retry" and "tags"; anything else needs an op of its own.' : `Did you mean "${meant}"?`}`,
      { override: key },
    )
  }
  const tags = checkOpTags(overrides['tags'], subject)
  const retry = resolveRetry(overrides['retry'] as RetryPolicy | undefined, tags, subject) ?? use.retry
  return {
    ...use,
    ...(retry === undefined ? {} : { retry }),
    tags: Object.freeze({ ...use.tags, ...tags }),
  }
}
