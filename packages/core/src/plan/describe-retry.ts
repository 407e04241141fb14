import type { DelaySeconds, RetryPolicy } from '../definition/retry-policy.ts'

const upTo = (max: number | undefined): string => (max === undefined ? '' : `, at most ${max} s`)

function describeDelay(delay: DelaySeconds | undefined): string {
  if (delay === undefined || delay === 0) return 'at once'
  if (typeof delay === 'number') return `after ${delay} s`
  if (typeof delay === 'function') return 'after a computed delay'
  if ('kind' in delay) {
    return delay.kind === 'exponential'
      ? `after ${delay.base} s, each ${delay.factor} times the one before${upTo(delay.max)}`
      : `after ${delay.base} s times the retry's number${upTo(delay.max)}`
  }
  return `after ${delay.map((seconds) => `${seconds} s`).join(', ')}`
}

const describeJitter = (jitter: RetryPolicy['jitter']): string => {
  if (jitter === undefined) return ''
  if (jitter === 'full') return ', with full jitter'
  return jitter === 'plus-minus' ? ', with plus-minus jitter' : `, spread up to ${1 + jitter} times`
}

/** A retry policy in words, such as "up to 4 retries, after 1 s, 2 s, with full jitter". */
export function describeRetry(policy: RetryPolicy): string {
  const count = policy.maxRetries === 1 ? 'up to 1 retry' : `up to ${policy.maxRetries} retries`
  const condition = policy.retryIf === undefined ? '' : ', if its condition holds'
  return `${count}, ${describeDelay(policy.delaySeconds)}${describeJitter(policy.jitter)}${condition}`
}
