import { lowerFirst } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { checkFunction, checkOptions } from './option-check.ts'
import type { DelaySeconds, ExponentialBackoff, LinearBackoff, RetryPolicy } from './retry-policy.ts'
import { describeValue, isPlainRecord } from './value-description.ts'

/** A list of delays says how each retry waits; beyond this many, a backoff says it better. */
export const MOST_DELAYS = 50

const isDelay = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isAbove = (value: unknown, floor: number): boolean => typeof value === 'number' && Number.isFinite(value) && value > floor

const invalid = (subject: string, option: string, value: unknown, wayOut: string): Error =>
  definitionError('INVALID_RETRY', `${subject} has ${option} ${quote(value)}. ${wayOut}`, { option, value })

const quote = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : describeValue(value)

/** Checks a retry policy and freezes a copy of it; `subject` begins every message (`The retry policy of op "fetch"`). */
export function checkRetryPolicy(policy: RetryPolicy, subject: string): RetryPolicy {
  checkOptions(subject, policy, ['maxRetries', 'delaySeconds', 'jitter', 'retryIf'])
  const { maxRetries, delaySeconds, jitter, retryIf } = policy
  if (!Number.isSafeInteger(maxRetries) || maxRetries < 0) {
    throw invalid(
      subject,
      'maxRetries',
      maxRetries,
      'Give a whole number from 0: how often to try again after the first attempt.',
    )
  }
  if (delaySeconds !== undefined) checkDelay(subject, delaySeconds)
  if (jitter !== undefined) checkJitter(subject, jitter, delaySeconds)
  if (retryIf !== undefined) checkFunction(lowerFirst(subject), 'retryIf', retryIf)
  return Object.freeze({
    maxRetries,
    ...(delaySeconds === undefined ? {} : { delaySeconds: freezeDelay(delaySeconds) }),
    ...(jitter === undefined ? {} : { jitter }),
    ...(retryIf === undefined ? {} : { retryIf }),
  })
}

function freezeDelay(delay: DelaySeconds): DelaySeconds {
  if (typeof delay === 'number' || typeof delay === 'function') return delay
  return Object.freeze(Array.isArray(delay) ? [...delay] : { ...delay })
}

/** Checks delays given as seconds, a list, a backoff or a function. */
export function checkDelay(subject: string, delay: unknown): void {
  if (Array.isArray(delay)) checkDelayList(subject, delay)
  else if (isBackoff(delay)) checkBackoff(subject, delay)
  else if (typeof delay !== 'function' && !isDelay(delay)) {
    throw invalid(
      subject,
      'delaySeconds',
      delay,
      'Give seconds from 0, a list of them, exponentialBackoff(…), linearBackoff(…), or a function of the retry number.',
    )
  }
}

function checkDelayList(subject: string, delays: readonly unknown[]): void {
  if (delays.length === 0) {
    throw definitionError(
      'INVALID_RETRY',
      `${subject} has an empty list of delaySeconds. Give at least one delay, or leave delaySeconds out to retry at once.`,
    )
  }
  if (delays.length > MOST_DELAYS) {
    throw definitionError(
      'INVALID_RETRY',
      `${subject} has a list of ${delays.length} delaySeconds; ${MOST_DELAYS} are the most. The last one repeats, so a shorter list serves; or use exponentialBackoff(…).`,
    )
  }
  for (const [index, delay] of Array.from(delays).entries()) {
    if (!isDelay(delay)) throw invalid(subject, `delaySeconds[${index}]`, delay, 'Give finite seconds from 0.')
  }
}

const isBackoff = (value: unknown): value is ExponentialBackoff | LinearBackoff =>
  isPlainRecord(value) && (value['kind'] === 'exponential' || value['kind'] === 'linear')

function checkBackoff(subject: string, backoff: ExponentialBackoff | LinearBackoff): void {
  const name = backoff.kind === 'exponential' ? 'exponentialBackoff' : 'linearBackoff'
  if (!isAbove(backoff.base, 0)) throw invalid(subject, `${name} base`, backoff.base, 'Give finite seconds above 0.')
  if (backoff.kind === 'exponential' && !(isAbove(backoff.factor, 0) && backoff.factor >= 1)) {
    throw invalid(subject, `${name} factor`, backoff.factor, 'Give a finite number from 1; delays do not shrink.')
  }
  if (backoff.max === undefined) return
  if (!isAbove(backoff.max, 0) || backoff.max < backoff.base) {
    throw invalid(subject, `${name} max`, backoff.max, `Give finite seconds of at least its base, ${backoff.base}.`)
  }
}

/** Checks a jitter, which needs a delay to spread. */
export function checkJitter(subject: string, jitter: unknown, delay: DelaySeconds | undefined): void {
  if (jitter !== 'full' && jitter !== 'plus-minus' && !isAbove(jitter, 0)) {
    throw invalid(subject, 'jitter', jitter, 'Give "full", "plus-minus", or a finite number above 0.')
  }
  const delays = Array.isArray(delay) ? delay : [delay]
  if (delays.some((seconds) => seconds !== undefined && seconds !== 0)) return
  throw definitionError(
    'JITTER_WITHOUT_DELAY',
    `${subject} has jitter but no delay to spread. Give delaySeconds above 0, or leave jitter out.`,
  )
}
