import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveRetryPolicy } from './effective-retry-policy.ts'

const policy = fc.option(fc.record({ maxRetries: fc.nat(5), delaySeconds: fc.nat(9) }), { nil: undefined })

test('the use wins over the op, the op over the job, the job over the instance, and a policy is never mixed', () => {
  fc.assert(
    fc.property(policy, policy, policy, policy, (use, op, job, instance) => {
      const strongest = [use, op, job, instance].find((candidate) => candidate !== undefined)
      expect(effectiveRetryPolicy({ use, op, job, instance })).toBe(strongest)
    }),
  )
})

test('an explicit maxRetries of 0 turns retries off whatever the defaults say', () => {
  const off = { maxRetries: 0 }
  const defaults = { job: { maxRetries: 3 }, instance: { maxRetries: 5 } }
  expect(effectiveRetryPolicy({ op: off, ...defaults })).toBe(off)
  expect(effectiveRetryPolicy({ use: off, op: { maxRetries: 2 }, ...defaults })).toBe(off)
})

test('nothing given means no policy', () => {
  expect(effectiveRetryPolicy({})).toBeUndefined()
})
