import { readRunTag, runTagKey } from '../definition/run-tag-value.ts'
import { RUN_TAGS, SYSTEM_TAGS, type Tags, type TagsInput } from '../definition/tags.ts'
import { didYouMean } from '../foundation/suggest.ts'
import { listed, safeText } from '../foundation/text.ts'

export interface TagProblem {
  /** As the launch gave it. */
  readonly key: string
  readonly message: string
}

export type LaunchTags =
  /** `tags` are as Pawl stores and reads them: values as text, `dagster/…` twins under their `pawl/` names. */
  | { readonly ok: true; readonly tags: Tags; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly TagProblem[] }

/** In UTF-16 units. */
export const LONGEST_TAG_KEY = 200
export const LONGEST_TAG_VALUE = 4000

/** Names nobody gives a tag of their own: whoever writes one without `pawl/` means the tag that Pawl reads. */
const BARE_NAMES: ReadonlyMap<string, string> = new Map(
  ['max_retries', 'retry_strategy', 'retry_on_asset_or_op_failure', 'retry_delay', 'retry_jitter', 'max_runtime'].map((name) => [
    name,
    `pawl/${name}`,
  ]),
)

function keyProblem(key: string): string | undefined {
  if (key.trim() === '') return 'A tag has an empty key; every tag needs one.'
  if (key.length > LONGEST_TAG_KEY)
    return `The tag key "${safeText(key, 40)}" has ${key.length} characters; ${LONGEST_TAG_KEY} are the most.`
  if (key !== key.trim()) return `The tag key "${key}" begins or ends with a space.`
  if (safeText(key) !== key) return `The tag key ${JSON.stringify(key)} holds characters that no database takes.`
  if (SYSTEM_TAGS.includes(key)) return `The tag "${key}" is written by Pawl only; leave it out.`
  if (!key.startsWith('pawl/') || RUN_TAGS.includes(key)) return undefined
  const meant = didYouMean(key, RUN_TAGS)
  const hint = meant === undefined ? `Those that Pawl reads are ${listed(RUN_TAGS)}.` : `Did you mean "${meant}"?`
  return `There is no tag "${key}", and names with "pawl/" are Pawl's own. ${hint}`
}

function valueProblem(key: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'boolean' && !Number.isFinite(value))
    return `The tag "${key}" must be a text, a finite number or a boolean.`
  const text = String(value)
  if (text.length > LONGEST_TAG_VALUE)
    return `The value of the tag "${key}" has ${text.length} characters; ${LONGEST_TAG_VALUE} are the most.`
  return safeText(text) === text ? undefined : `The value of the tag "${key}" holds characters that no database takes.`
}

type CheckedTag =
  | { readonly ok: true; readonly key: string; readonly value: string }
  | { readonly ok: false; readonly message: string }

/** Reads one tag: under which name it is kept, and with which value. */
function checkTag(key: string, value: unknown): CheckedTag {
  const message = keyProblem(key) ?? valueProblem(key, value)
  if (message !== undefined) return { ok: false, message }
  const kept = runTagKey(key)
  const read = readRunTag(kept, String(value))
  if (read.ok) return { ok: true, key: kept, value: read.value }
  return { ok: false, message: `The tag "${key}" is ${JSON.stringify(String(value))}, but it ${read.problem}.` }
}

/**
 * Checks the tags of a launch, every problem at once. Tags that only Pawl writes, unknown `pawl/` tags and malformed values of
 * those that Pawl reads are refused; a name that is nearly one of them gets a warning.
 */
export function validateLaunchTags(given: TagsInput): LaunchTags {
  const tags = new Map<string, string>()
  const problems: TagProblem[] = []
  const warnings: string[] = []
  for (const [key, value] of Object.entries(given)) {
    const checked = checkTag(key, value)
    if (!checked.ok) {
      problems.push({ key, message: checked.message })
      continue
    }
    const earlier = tags.get(checked.key)
    if (earlier !== undefined && earlier !== checked.value)
      problems.push({
        key,
        message: `The tag "${key}" is read as "${checked.key}", which is given too, with another value. Keep one.`,
      })
    tags.set(checked.key, checked.value)
    const meant = BARE_NAMES.get(key)
    if (meant !== undefined) warnings.push(`The tag "${key}" means nothing to Pawl. The one it reads is called "${meant}".`)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, tags: Object.freeze(Object.fromEntries(tags)), warnings }
}
