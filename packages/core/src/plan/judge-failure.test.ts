import { expect, test } from 'vitest'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import { type FailedAttempt, judgeFailure } from './judge-failure.ts'

const failure = (fields: Partial<FailedAttempt> = {}): FailedAttempt => ({
  error: new Error('503'),
  attempt: 1,
  stepKey: 'fetch',
  ...fields,
})
const judge = (failed: FailedAttempt, policy?: RetryPolicy): ReturnType<typeof judgeFailure> =>
  judgeFailure(failed, policy, { now: () => 5000, random: () => 0 })

/** A policy that notes what its condition was asked. */
function asking(maxRetries: number): { readonly policy: RetryPolicy; readonly asked: number[] } {
  const asked: number[] = []
  return { asked, policy: { maxRetries, retryIf: (_, { retryNumber }) => asked.push(retryNumber) > 0 } }
}

test('the attempt number is turned into the retry number: attempt 1 is followed by retry 1', async () => {
  const { policy, asked } = asking(2)
  expect(await judge(failure({ attempt: 1 }), policy)).toMatchObject({ kind: 'retry', retryAt: 5000 })
  expect(await judge(failure({ attempt: 2 }), policy)).toMatchObject({ kind: 'retry' })
  expect(await judge(failure({ attempt: 3 }), policy)).toMatchObject({ kind: 'fail', reason: { code: 'RETRIES_EXHAUSTED' } })
  expect(asked).toEqual([1, 2])
})

test('retryIf is asked neither after a cancellation nor about an error that speaks for itself', async () => {
  const { policy, asked } = asking(5)
  expect((await judge(failure({ aborted: 'canceled' }), policy)).reason.code).toBe('CANCELED')
  const permanent = Object.assign(new Error('x'), { name: 'Failure', allowRetries: false })
  expect((await judge(failure({ error: permanent }), policy)).reason.code).toBe('PERMANENT_FAILURE')
  const requested = Object.assign(new Error('x'), { name: 'RetryRequested', maxRetries: 1 })
  expect((await judge(failure({ error: requested }), policy)).reason.code).toBe('RETRY_REQUESTED')
  expect(asked).toEqual([])
})

test('an attempt canceled while it asks for a retry is not retried', async () => {
  const requested = Object.assign(new Error('x'), { name: 'RetryRequested', maxRetries: 9 })
  expect((await judge(failure({ error: requested, aborted: 'canceled' }))).reason.code).toBe('CANCELED')
})

test('after a timeout retryIf is asked like after any error', async () => {
  const { policy, asked } = asking(1)
  expect(await judge(failure({ aborted: 'timed-out' }), policy)).toMatchObject({ kind: 'retry' })
  expect(asked).toEqual([1])
})

test('a condition that throws fails the step', async () => {
  const policy: RetryPolicy = { maxRetries: 3, retryIf: () => Promise.reject(new Error('down')) }
  expect((await judge(failure(), policy)).reason).toEqual({
    code: 'CONDITION_THREW',
    text: 'Not retried: retryIf itself failed with Error: down.',
  })
})

test('the clock is read after the condition has answered, so a slow condition does not shorten the delay', async () => {
  let now = 0
  const policy: RetryPolicy = {
    maxRetries: 1,
    delaySeconds: 1,
    async retryIf() {
      now = 60_000
      return true
    },
  }
  const decision = await judgeFailure(failure(), policy, { now: () => now, random: () => 0 })
  expect(decision).toMatchObject({ kind: 'retry', retryAt: 61_000 })
})
