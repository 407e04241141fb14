import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import { decideRetry, type RetryDecision, type RetryQuestion } from './decide-retry.ts'
import type { FailureFacts } from './failure-facts.ts'

const ordinary: FailureFacts = { kind: 'error', condition: { kind: 'retry' } }
const ask = (question: Partial<RetryQuestion>): RetryDecision =>
  decideRetry({ policy: { maxRetries: 3 }, failure: ordinary, retryNumber: 0, now: 1_000_000, random: () => 0.5, ...question })
const codeOf = (decision: RetryDecision): string => decision.reason.code

describe('by the policy', () => {
  test('maxRetries n means n further attempts and not one more', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(80), (maxRetries, retryNumber) => {
        const decision = ask({ policy: { maxRetries }, retryNumber })
        expect(decision.kind).toBe(retryNumber < maxRetries ? 'retry' : 'fail')
      }),
    )
  })

  test('the retry is due after the delay of its own number, in whole milliseconds', () => {
    const policy: RetryPolicy = { maxRetries: 4, delaySeconds: [1, 2.5, 4] }
    const due = [0, 1, 2, 3].map((retryNumber) => ask({ policy, retryNumber }))
    expect(due.map((decision) => decision.kind === 'retry' && decision.retryAt)).toEqual([
      1_001_000, 1_002_500, 1_004_000, 1_004_000,
    ])
    expect(due[1]).toMatchObject({ delaySeconds: 2.5, reason: { code: 'RETRY_POLICY', text: 'Retry 2 of 4, in 2.5 s.' } })
  })

  test('a retry without a delay is due at once and says so', () => {
    expect(ask({})).toEqual({
      kind: 'retry',
      retryAt: 1_000_000,
      delaySeconds: 0,
      reason: { code: 'RETRY_POLICY', text: 'Retry 1 of 3, at once.' },
    })
  })

  test('whatever the backoff and the jitter, retryAt is now plus the delay, and the delay is within the form’s bounds', () => {
    const seconds = fc.double({ min: 0, max: 1e4, noNaN: true })
    const delaySeconds = fc.oneof(
      seconds,
      fc.array(seconds, { minLength: 1, maxLength: 50 }),
      fc.record({ kind: fc.constant('exponential' as const), base: seconds, factor: fc.constant(2), max: seconds }),
      fc.record({ kind: fc.constant('linear' as const), base: seconds, max: seconds }),
      seconds.map((value) => () => value),
    )
    const jitter = fc.oneof(fc.constantFrom('full' as const, 'plus-minus' as const), fc.double({ min: 0, max: 5, noNaN: true }))
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(delaySeconds, jitter, fc.nat(60), share, (delay, form, retryNumber, u) => {
        const policy = { maxRetries: 61, delaySeconds: delay }
        const plain = ask({ policy, retryNumber })
        const drawn = ask({ policy: { ...policy, jitter: form }, retryNumber, random: () => u })
        if (plain.kind !== 'retry' || drawn.kind !== 'retry') throw new Error('refused')
        expect(drawn.retryAt).toBe(1_000_000 + Math.round(drawn.delaySeconds * 1000))
        expect(drawn.delaySeconds).toBeGreaterThanOrEqual(0)
        const base = typeof delay === 'object' && 'kind' in delay ? delay.base : plain.delaySeconds
        const highest = { full: plain.delaySeconds, 'plus-minus': plain.delaySeconds + base }
        const limit = typeof form === 'number' ? plain.delaySeconds * (1 + form) : highest[form]
        expect(drawn.delaySeconds).toBeLessThanOrEqual(limit * (1 + 1e-9))
      }),
    )
  })

  test('without a policy, with retries turned off and with retries used up there are three different reasons', () => {
    expect(codeOf(ask({ policy: undefined }))).toBe('NO_RETRY_POLICY')
    expect(codeOf(ask({ policy: { maxRetries: 0 } }))).toBe('RETRIES_TURNED_OFF')
    expect(ask({ policy: { maxRetries: 2 }, retryNumber: 2 }).reason).toEqual({
      code: 'RETRIES_EXHAUSTED',
      text: 'Not retried again: all 2 retries were used.',
    })
    expect(ask({ policy: { maxRetries: 1 }, retryNumber: 1 }).reason.text).toBe('Not retried again: its one retry was used.')
  })

  test('a timeout is retried under the same policy, and the reason names it', () => {
    const decision = ask({ failure: { kind: 'timed-out', condition: { kind: 'retry' } } })
    expect(decision).toMatchObject({ kind: 'retry', reason: { text: 'Retry 1 of 3 after the timeout, at once.' } })
    expect(codeOf(ask({ failure: { kind: 'timed-out', condition: { kind: 'refused' } } }))).toBe('CONDITION_REFUSED')
  })

  test('a condition that refuses or throws ends the step, and the reason tells which', () => {
    expect(codeOf(ask({ failure: { kind: 'error', condition: { kind: 'refused' } } }))).toBe('CONDITION_REFUSED')
    const threw = ask({ failure: { kind: 'error', condition: { kind: 'threw', message: 'TypeError: no status' } } })
    expect(threw).toEqual({
      kind: 'fail',
      permanent: false,
      reason: { code: 'CONDITION_THREW', text: 'Not retried: retryIf itself failed with TypeError: no status.' },
    })
  })

  test('the same question with the same random numbers gets the same answer', () => {
    const policy: RetryPolicy = { maxRetries: 3, delaySeconds: 10, jitter: 0.5 }
    expect(ask({ policy, random: () => 0.25 })).toEqual(ask({ policy, random: () => 0.25 }))
    expect(ask({ policy, random: () => 0.25 })).not.toEqual(ask({ policy, random: () => 0.75 }))
  })
})

describe('a delay function', () => {
  const delayed = (delaySeconds: () => number, jitter?: 'full'): RetryDecision =>
    ask({ policy: { maxRetries: 3, delaySeconds, ...(jitter === undefined ? {} : { jitter }) } })

  test.each([
    ['NaN', Number.NaN, 'NaN, which is not a number of seconds'],
    ['a negative number', -1, '-1, and a delay cannot be negative'],
    ['infinity', Number.POSITIVE_INFINITY, 'Infinity s, which is further away than any date'],
    ['text', '5' as unknown as number, '5, which is not a number of seconds'],
  ])('that gives %s ends the step with a clear reason', (_name, value, words) => {
    for (const jitter of [undefined, 'full'] as const) {
      const decision = delayed(() => value, jitter)
      expect(decision.reason.code).toBe('INVALID_DELAY')
      expect(decision.reason.text).toBe(`Not retried: the delay of the retry policy before retry 1 of 3 gave ${words}.`)
    }
  })

  test('that throws ends the step with its message', () => {
    const decision = delayed(() => {
      throw new RangeError('no such retry')
    })
    expect(decision.reason.text).toBe(
      'Not retried: the delay of the retry policy before retry 1 of 3 threw RangeError: no such retry.',
    )
  })
})

test('an exponential backoff that has left the calendar ends the step rather than waiting for ever', () => {
  const policy: RetryPolicy = { maxRetries: 5000, delaySeconds: { kind: 'exponential', base: 1, factor: 2 } }
  expect(codeOf(ask({ policy, retryNumber: 2000 }))).toBe('INVALID_DELAY')
})

describe('what the policy is never asked about', () => {
  const eager: RetryPolicy = { maxRetries: 50 }

  test('a canceled attempt is never retried', () => {
    expect(ask({ policy: eager, failure: { kind: 'canceled' } })).toMatchObject({
      kind: 'fail',
      permanent: false,
      reason: { code: 'CANCELED' },
    })
  })

  test('a framework error is not retried, but the run may be', () => {
    const decision = ask({ policy: eager, failure: { kind: 'framework', code: 'TYPE_CHECK_FAILED' } })
    expect(decision).toMatchObject({ kind: 'fail', permanent: false, reason: { code: 'FRAMEWORK_ERROR' } })
    expect(decision.reason.text).toContain('TYPE_CHECK_FAILED')
  })

  test('a permanent failure forbids every retry, of the step and of the run', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), (maxRetries, retryNumber) => {
        const decision = ask({ policy: { maxRetries }, retryNumber, failure: { kind: 'permanent' } })
        expect(decision).toMatchObject({ kind: 'fail', permanent: true, reason: { code: 'PERMANENT_FAILURE' } })
      }),
    )
  })

  test('only a permanent failure is permanent', () => {
    const failures: FailureFacts[] = [
      { kind: 'canceled' },
      { kind: 'framework', code: 'X' },
      { kind: 'retry-requested', maxRetries: 0 },
      { kind: 'error', condition: { kind: 'refused' } },
    ]
    for (const failure of failures) expect(ask({ failure })).toMatchObject({ kind: 'fail', permanent: false })
  })
})

describe('RetryRequested', () => {
  const request = (asked: { maxRetries?: number; delaySeconds?: number }, more: Partial<RetryQuestion> = {}): RetryDecision =>
    ask({ failure: { kind: 'retry-requested', ...asked }, ...more })

  test('wins over the policy in both directions, counted on the same retry number', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(20), (maxRetries, policyRetries, retryNumber) => {
        const decision = request({ maxRetries }, { policy: { maxRetries: policyRetries }, retryNumber })
        expect(decision.kind).toBe(retryNumber < maxRetries ? 'retry' : 'fail')
      }),
    )
  })

  test('its delay is taken as it is, without the jitter of the policy', () => {
    const policy: RetryPolicy = { maxRetries: 1, delaySeconds: 100, jitter: 'full' }
    expect(request({ maxRetries: 5, delaySeconds: 2 }, { policy, retryNumber: 3 })).toEqual({
      kind: 'retry',
      retryAt: 1_002_000,
      delaySeconds: 2,
      reason: { code: 'RETRY_REQUESTED', text: 'Retry 4 of 5, which the op asked for, in 2 s.' },
    })
  })

  test('without a delay it waits as the policy says, without a policy not at all', () => {
    const policy: RetryPolicy = { maxRetries: 1, delaySeconds: [10, 20] }
    expect(request({ maxRetries: 5 }, { policy, retryNumber: 1 })).toMatchObject({ delaySeconds: 20 })
    expect(request({ maxRetries: 5 }, { policy: undefined })).toMatchObject({ delaySeconds: 0 })
  })

  test('without maxRetries it takes those of the policy, and one where there is none', () => {
    expect(request({}, { policy: { maxRetries: 2 }, retryNumber: 1 }).kind).toBe('retry')
    expect(request({}, { policy: { maxRetries: 2 }, retryNumber: 2 }).kind).toBe('fail')
    expect(request({}, { policy: undefined, retryNumber: 0 }).kind).toBe('retry')
    expect(request({}, { policy: undefined, retryNumber: 1 }).kind).toBe('fail')
  })

  test('needs no consent of retryIf', () => {
    const refusing: RetryPolicy = { maxRetries: 1, retryIf: () => false }
    expect(request({ maxRetries: 1 }, { policy: refusing }).kind).toBe('retry')
  })

  test('that asks for nonsense ends the step and says what is wrong', () => {
    for (const maxRetries of [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])
      expect(codeOf(request({ maxRetries }))).toBe('INVALID_RETRY_REQUEST')
    for (const delaySeconds of [Number.NaN, -0.5, Number.POSITIVE_INFINITY, 1e300])
      expect(request({ maxRetries: 1, delaySeconds }).reason.text).toMatch(
        /^Not retried: delaySeconds of the RetryRequested gave/,
      )
  })
})
