import { upperFirst } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { checkRetryPolicy } from './retry-check.ts'
import type { DelaySeconds, Jitter, RetryPolicy } from './retry-policy.ts'
import { OP_RETRY_TAGS, type Tags } from './tags.ts'

const NUMBER = /^\d+(\.\d+)?$/

const malformed = (subject: string, key: string, value: string, wayOut: string): Error =>
  definitionError('INVALID_RETRY', `Tag "${key}" of ${subject} is "${value}". ${wayOut}`, { key, value })

/** `"5"` is one delay, `"1,10,100"` one for each retry, in seconds. Undefined when the text is neither. */
export function parseDelayTag(text: string): number | readonly number[] | undefined {
  const parts = text.split(',').map((part) => part.trim())
  if (!parts.every((part) => NUMBER.test(part))) return undefined
  const delays = parts.map(Number)
  return delays.length === 1 ? delays[0] : delays
}

/** `"full"`, `"plus-minus"`, or a number. Undefined when the text is none of them. */
export function parseJitterTag(text: string): Jitter | undefined {
  if (text === 'full' || text === 'plus-minus') return text
  return NUMBER.test(text) ? Number(text) : undefined
}

function retryFromTags(tags: Tags, subject: string): RetryPolicy | undefined {
  if (!OP_RETRY_TAGS.some((key) => tags[key] !== undefined)) return undefined
  const { 'pawl/max_retries': maxRetries, 'pawl/retry_delay': delay, 'pawl/retry_jitter': jitter } = tags
  if (maxRetries === undefined) {
    throw definitionError(
      'INVALID_RETRY',
      `Tags of ${subject} give ${delay === undefined ? '"pawl/retry_jitter"' : '"pawl/retry_delay"'} without "pawl/max_retries". Say how often to try again, too.`,
    )
  }
  if (!/^\d+$/.test(maxRetries)) {
    throw malformed(subject, 'pawl/max_retries', maxRetries, 'Give a whole number from 0.')
  }
  return checkRetryPolicy(
    {
      maxRetries: Number(maxRetries),
      ...(delay === undefined ? {} : { delaySeconds: readDelay(delay, subject) }),
      ...(jitter === undefined ? {} : { jitter: readJitter(jitter, subject) }),
    },
    `The retry policy in the tags of ${subject}`,
  )
}

function readDelay(text: string, subject: string): DelaySeconds {
  const delay = parseDelayTag(text)
  if (delay === undefined) throw malformed(subject, 'pawl/retry_delay', text, 'Give seconds, such as "5" or "1,10,100".')
  return delay
}

function readJitter(text: string, subject: string): Jitter {
  const jitter = parseJitterTag(text)
  if (jitter === undefined) throw malformed(subject, 'pawl/retry_jitter', text, 'Give "full", "plus-minus" or a number above 0.')
  return jitter
}

/** The policy of an op or of one use of it: from `retry`, or from its retry tags, which are a shorthand. */
export function resolveRetry(retry: RetryPolicy | undefined, tags: Tags, subject: string): RetryPolicy | undefined {
  const fromTags = retryFromTags(tags, subject)
  if (retry === undefined) return fromTags
  if (fromTags !== undefined) {
    const given = OP_RETRY_TAGS.find((key) => tags[key] !== undefined)
    throw definitionError(
      'RETRY_GIVEN_TWICE',
      `${upperFirst(subject)} has both "retry" and the tag "${given}", which is a shorthand for it. Keep one.`,
      { tag: given },
    )
  }
  return checkRetryPolicy(retry, `The retry policy of ${subject}`)
}
