import { describe, expect, test } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { exponentialBackoff, linearBackoff } from './backoff.ts'
import { op } from './op.ts'
import type { RetryPolicy } from './retry-policy.ts'

const run = (): number => 1
/** Plain JavaScript can give anything. */
const retryOf = (retry: unknown): RetryPolicy | undefined =>
  op({ name: 'fetch', run, retry: retry as RetryPolicy }).definition.retry

describe('a retry policy', () => {
  test.each<[string, RetryPolicy]>([
    ['no retry at all', { maxRetries: 0 }],
    ['at once', { maxRetries: 3 }],
    ['a fraction of a second', { maxRetries: 3, delaySeconds: 0.25, jitter: 'full' }],
    ['a list that starts at once', { maxRetries: 3, delaySeconds: [0, 1, 10], jitter: 'plus-minus' }],
    ['as many delays as there may be', { maxRetries: 50, delaySeconds: Array.from({ length: 50 }, (_, n) => n) }],
    [
      'an exponential backoff',
      { maxRetries: 3, delaySeconds: exponentialBackoff({ base: 10, factor: 1, max: 10 }), jitter: 0.5 },
    ],
    ['a linear backoff', { maxRetries: 3, delaySeconds: linearBackoff({ base: 0.5 }), jitter: 'full' }],
    ['a function', { maxRetries: 3, delaySeconds: (n) => n * n, jitter: 2, retryIf: async () => true }],
  ])('may say %s', (_, retry) => {
    expect(retryOf(retry)).toEqual(retry)
    expect(Object.isFrozen(retryOf(retry))).toBe(true)
  })

  test('is a copy: what its author changes later changes nothing', () => {
    const delays = [1, 2]
    const policy = retryOf({ maxRetries: 1, delaySeconds: delays })
    delays.push(-1)
    expect(policy?.delaySeconds).toEqual([1, 2])
  })

  test('doubles its delay where no factor is given', () => {
    expect(exponentialBackoff({ base: 10 })).toEqual({ kind: 'exponential', base: 10, factor: 2 })
    expect(linearBackoff({ base: 10, max: 20 })).toEqual({ kind: 'linear', base: 10, max: 20 })
  })

  const SECONDS =
    'Give seconds from 0, a list of them, exponentialBackoff(…), linearBackoff(…), or a function of the retry number.'
  test.each<[string, unknown, string]>([
    [
      'without maxRetries',
      {},
      'INVALID_RETRY: # has maxRetries undefined. Give a whole number from 0: how often to try again after the first attempt.',
    ],
    [
      'with half a retry',
      { maxRetries: 1.5 },
      'INVALID_RETRY: # has maxRetries 1.5. Give a whole number from 0: how often to try again after the first attempt.',
    ],
    [
      'with endless retries',
      { maxRetries: Number.POSITIVE_INFINITY },
      'INVALID_RETRY: # has maxRetries Infinity. Give a whole number from 0: how often to try again after the first attempt.',
    ],
    ['with a negative delay', { maxRetries: 1, delaySeconds: -1 }, `INVALID_RETRY: # has delaySeconds -1. ${SECONDS}`],
    [
      'with a delay that is no number',
      { maxRetries: 1, delaySeconds: Number.NaN },
      `INVALID_RETRY: # has delaySeconds NaN. ${SECONDS}`,
    ],
    [
      'with an endless delay',
      { maxRetries: 1, delaySeconds: Number.POSITIVE_INFINITY },
      `INVALID_RETRY: # has delaySeconds Infinity. ${SECONDS}`,
    ],
    ['with a delay in words', { maxRetries: 1, delaySeconds: '5' }, `INVALID_RETRY: # has delaySeconds the text "5". ${SECONDS}`],
    [
      'with no delay in its list',
      { maxRetries: 1, delaySeconds: [] },
      'INVALID_RETRY: # has an empty list of delaySeconds. Give at least one delay, or leave delaySeconds out to retry at once.',
    ],
    [
      'with 51 delays',
      { maxRetries: 1, delaySeconds: Array(51).fill(1) },
      'INVALID_RETRY: # has a list of 51 delaySeconds; 50 are the most. The last one repeats, so a shorter list serves; or use exponentialBackoff(…).',
    ],
    [
      'with a negative delay in its list',
      { maxRetries: 1, delaySeconds: [1, -2] },
      'INVALID_RETRY: # has delaySeconds[1] -2. Give finite seconds from 0.',
    ],
    [
      'with a hole in its list',
      { maxRetries: 1, delaySeconds: Array(2) },
      'INVALID_RETRY: # has delaySeconds[0] undefined. Give finite seconds from 0.',
    ],
    [
      'with NaN in its list',
      { maxRetries: 1, delaySeconds: [Number.NaN] },
      'INVALID_RETRY: # has delaySeconds[0] NaN. Give finite seconds from 0.',
    ],
    [
      'with an endless delay in its list',
      { maxRetries: 1, delaySeconds: [Number.POSITIVE_INFINITY] },
      'INVALID_RETRY: # has delaySeconds[0] Infinity. Give finite seconds from 0.',
    ],
    [
      'with a base of nothing',
      { maxRetries: 1, delaySeconds: exponentialBackoff({ base: 0 }) },
      'INVALID_RETRY: # has exponentialBackoff base 0. Give finite seconds above 0.',
    ],
    [
      'with delays that shrink',
      { maxRetries: 1, delaySeconds: exponentialBackoff({ base: 1, factor: 0.5 }) },
      'INVALID_RETRY: # has exponentialBackoff factor 0.5. Give a finite number from 1; delays do not shrink.',
    ],
    [
      'with a most that is less than the least',
      { maxRetries: 1, delaySeconds: linearBackoff({ base: 10, max: 5 }) },
      'INVALID_RETRY: # has linearBackoff max 5. Give finite seconds of at least its base, 10.',
    ],
    [
      'with a backoff that is none',
      { maxRetries: 1, delaySeconds: { base: 1 } },
      `INVALID_RETRY: # has delaySeconds an object with "base". ${SECONDS}`,
    ],
    [
      'with jitter that is none',
      { maxRetries: 1, delaySeconds: 1, jitter: 'some' },
      'INVALID_RETRY: # has jitter the text "some". Give "full", "plus-minus", or a finite number above 0.',
    ],
    [
      'with jitter of nothing',
      { maxRetries: 1, delaySeconds: 1, jitter: 0 },
      'INVALID_RETRY: # has jitter 0. Give "full", "plus-minus", or a finite number above 0.',
    ],
    [
      'with endless jitter',
      { maxRetries: 1, delaySeconds: 1, jitter: Number.POSITIVE_INFINITY },
      'INVALID_RETRY: # has jitter Infinity. Give "full", "plus-minus", or a finite number above 0.',
    ],
    [
      'with jitter but no delay',
      { maxRetries: 1, jitter: 'full' },
      'JITTER_WITHOUT_DELAY: # has jitter but no delay to spread. Give delaySeconds above 0, or leave jitter out.',
    ],
    [
      'with jitter of no delay',
      { maxRetries: 1, delaySeconds: [0, 0], jitter: 1 },
      'JITTER_WITHOUT_DELAY: # has jitter but no delay to spread. Give delaySeconds above 0, or leave jitter out.',
    ],
    [
      'with a condition that is none',
      { maxRetries: 1, retryIf: true },
      'INVALID_OPTION: Option "retryIf" of # is the boolean true. Give a function.',
    ],
    [
      'with an option it does not have',
      { maxRetries: 1, delay: 5 },
      'UNKNOWN_OPTION: # has no option "delay". Its options: "maxRetries", "delaySeconds", "jitter" and "retryIf".',
    ],
    [
      'that is a number',
      3,
      'INVALID_OPTION: # is given the number 3 for its options. Give an object with "maxRetries", "delaySeconds", "jitter" and "retryIf".',
    ],
  ])('is refused %s', (_, retry, message) => {
    const subject = message.startsWith('INVALID_OPTION: Option')
      ? 'the retry policy of op "fetch"'
      : 'The retry policy of op "fetch"'
    expect(refusal(() => retryOf(retry))).toBe(message.replace('#', subject))
  })
})

describe('retry tags of an op', () => {
  const withTags = (tags: Record<string, string | number>, retry?: RetryPolicy): RetryPolicy | undefined =>
    op({ name: 'fetch', run, tags, ...(retry === undefined ? {} : { retry }) }).definition.retry

  test.each<[Record<string, string | number>, RetryPolicy | undefined]>([
    [{ team: 'ops' }, undefined],
    [{ 'pawl/max_retries': 3 }, { maxRetries: 3 }],
    [
      { 'pawl/max_retries': '3', 'pawl/retry_delay': '5' },
      { maxRetries: 3, delaySeconds: 5 },
    ],
    [
      { 'pawl/max_retries': 3, 'pawl/retry_delay': 0.5, 'pawl/retry_jitter': 'full' },
      { maxRetries: 3, delaySeconds: 0.5, jitter: 'full' },
    ],
    [
      { 'pawl/max_retries': 3, 'pawl/retry_delay': '1, 10,100', 'pawl/retry_jitter': '0.5' },
      { maxRetries: 3, delaySeconds: [1, 10, 100], jitter: 0.5 },
    ],
  ])('%j mean %j', (tags, policy) => {
    expect(withTags(tags)).toEqual(policy)
  })

  test.each<[Record<string, string | number>, string]>([
    [
      { 'pawl/max_retries': 'many' },
      'INVALID_RETRY: Tag "pawl/max_retries" of op "fetch" is "many". Give a whole number from 0.',
    ],
    [{ 'pawl/max_retries': -1 }, 'INVALID_RETRY: Tag "pawl/max_retries" of op "fetch" is "-1". Give a whole number from 0.'],
    [
      { 'pawl/max_retries': 1, 'pawl/retry_delay': '1;2' },
      'INVALID_RETRY: Tag "pawl/retry_delay" of op "fetch" is "1;2". Give seconds, such as "5" or "1,10,100".',
    ],
    [
      { 'pawl/max_retries': 1, 'pawl/retry_delay': '' },
      'INVALID_RETRY: Tag "pawl/retry_delay" of op "fetch" is "". Give seconds, such as "5" or "1,10,100".',
    ],
    [
      { 'pawl/max_retries': 1, 'pawl/retry_delay': '1', 'pawl/retry_jitter': 'half' },
      'INVALID_RETRY: Tag "pawl/retry_jitter" of op "fetch" is "half". Give "full", "plus-minus" or a number above 0.',
    ],
    [
      { 'pawl/retry_delay': '1' },
      'INVALID_RETRY: Tags of op "fetch" give "pawl/retry_delay" without "pawl/max_retries". Say how often to try again, too.',
    ],
    [
      { 'pawl/max_retries': 1, 'pawl/retry_jitter': 'full' },
      'JITTER_WITHOUT_DELAY: The retry policy in the tags of op "fetch" has jitter but no delay to spread. Give delaySeconds above 0, or leave jitter out.',
    ],
  ])('%j are refused', (tags, message) => {
    expect(refusal(() => withTags(tags))).toBe(message)
  })

  test('are refused beside a retry policy', () => {
    expect(refusal(() => withTags({ 'pawl/max_retries': 1 }, { maxRetries: 2 }))).toBe(
      'RETRY_GIVEN_TWICE: Op "fetch" has both "retry" and the tag "pawl/max_retries", which is a shorthand for it. Keep one.',
    )
  })
})
