import { didYouMean } from '../foundation/suggest.ts'
import { listed, safeText } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { readRunTag, runTagKey } from './run-tag-value.ts'
import { OP_RETRY_TAGS, RUN_TAGS, SYSTEM_TAGS, type Tags, toTags } from './tags.ts'
import { describeValue, isPlainRecord } from './value-description.ts'

const LONGEST_KEY = 200

/** Checks an op's tags; the retry tags in them are read by {@link retryFromTags}. */
export const checkOpTags = (tags: unknown, subject: string): Tags => checkTags(tags, subject, OP_RETRY_TAGS)

/** Checks a job's tags, which its runs inherit, and reads those that mean something to Pawl. */
export function checkJobTags(given: unknown, subject: string): Tags {
  const read = new Map<string, string>()
  for (const [key, value] of Object.entries(checkTags(given, subject, RUN_TAGS))) {
    const kept = runTagKey(key)
    const tag = readRunTag(kept, value)
    if (!tag.ok)
      throw definitionError('INVALID_TAG', `Tag "${key}" of ${subject} is ${JSON.stringify(value)}, but it ${tag.problem}.`, {
        key,
      })
    if ((read.get(kept) ?? tag.value) !== tag.value)
      throw definitionError(
        'INVALID_TAG',
        `Tag "${kept}" of ${subject} is given twice, also as "dagster/…", with another value. Keep one.`,
        { key },
      )
    read.set(kept, tag.value)
  }
  return Object.freeze(Object.fromEntries(read))
}

function checkTags(tags: unknown, subject: string, known: readonly string[]): Tags {
  if (tags === undefined) return toTags(undefined)
  if (!isPlainRecord(tags)) {
    throw definitionError(
      'INVALID_TAG',
      `Tags of ${subject} are ${describeValue(tags)}. Give an object of texts, numbers or booleans by key.`,
    )
  }
  for (const [key, value] of Object.entries(tags)) {
    checkTag(key, value, subject)
    if (key.startsWith('pawl/')) checkPawlTag(key, subject, known)
  }
  return toTags(tags as Parameters<typeof toTags>[0])
}

function checkTag(key: string, value: unknown, subject: string): void {
  if (key.trim() === '' || key.length > LONGEST_KEY || safeText(key) !== key) {
    throw definitionError(
      'INVALID_TAG',
      `Tag key ${JSON.stringify(safeText(key, 60))} of ${subject} is not 1 to ${LONGEST_KEY} characters of text.`,
      { key },
    )
  }
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return
  throw definitionError(
    'INVALID_TAG',
    `Tag "${key}" of ${subject} is ${describeValue(value)}. Give a text, a finite number or a boolean.`,
    { key },
  )
}

function checkPawlTag(key: string, subject: string, known: readonly string[]): void {
  if (known.includes(key)) return
  if (SYSTEM_TAGS.includes(key)) {
    throw definitionError(
      'SYSTEM_TAG',
      `Tag "${key}" of ${subject} is written by Pawl only. Choose a key that does not start with "pawl/".`,
      { key },
    )
  }
  if (RUN_TAGS.includes(key)) {
    throw definitionError(
      'RUN_LEVEL_TAG',
      `Tag "${key}" of ${subject} is about whole runs and means nothing on an op. Put it on the job, or on the run when it is launched.`,
      { key },
    )
  }
  const meant = didYouMean(key, known)
  throw definitionError(
    'UNKNOWN_TAG',
    `Tag "${key}" of ${subject} is not one that Pawl reads. ${meant === undefined ? `Keys with "pawl/" here: ${listed(known)}.` : `Did you mean "${meant}"?`}`,
    { key, didYouMean: meant ?? null },
  )
}
