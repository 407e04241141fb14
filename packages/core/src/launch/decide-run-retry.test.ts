import { expect, test } from 'vitest'
import type { FailureReason } from '../foundation/failure-reason.ts'
import { decideRunRetry, type UnsuccessfulEnd } from './decide-run-retry.ts'
import { DEFAULT_RUN_RETRIES, type RunRetrySettings, storedRunRetryPolicy } from './run-retry-settings.ts'

const NOW = 1_000_000
const REASONS: readonly FailureReason[] = [
  'STEP_FAILURE',
  'RESOURCE_INIT_FAILURE',
  'RUN_EXCEPTION',
  'JOB_INITIALIZATION_FAILURE',
  'UNEXPECTED_TERMINATION',
  'START_TIMEOUT',
  'MAX_RUNTIME_EXCEEDED',
]

const failure = (reason: FailureReason = 'STEP_FAILURE', isPermanent = false): UnsuccessfulEnd => ({
  kind: 'failure',
  reason,
  isPermanent,
})

const decide = (policy: Partial<RunRetrySettings>, end: UnsuccessfulEnd = failure(), retryNumber = 0, share = 0) => {
  const retryPolicy = storedRunRetryPolicy({ ...DEFAULT_RUN_RETRIES, ...policy })
  return decideRunRetry({ retryNumber, retryPolicy }, end, { now: NOW, random: () => share })
}

test.each(REASONS)('a failure is retried whatever its reason: %s', (reason) => {
  expect(decide({ maxRetries: 2 }, failure(reason))).toEqual({
    kind: 'retry',
    retryNumber: 1,
    strategy: 'FROM_FAILURE',
    notBefore: null,
    text: 'Run retry 1 of 2, from failure, at once.',
  })
})

test.each(REASONS)('a permanent failure is not retried whatever its reason: %s', (reason) => {
  expect(decide({ maxRetries: 2 }, failure(reason, true))).toMatchObject({ kind: 'no-retry', code: 'PERMANENT_FAILURE' })
})

test.each(REASONS)('without retries on op failures only a failed step is left as it is: %s', (reason) => {
  const decision = decide({ maxRetries: 1, retryOnAssetOrOpFailure: false }, failure(reason))
  if (reason !== 'STEP_FAILURE') return expect(decision.kind).toBe('retry')
  expect(decision).toEqual({
    kind: 'no-retry',
    code: 'STEP_FAILURES_EXCLUDED',
    text: 'Not retried: a step failed, and pawl/retry_on_asset_or_op_failure is false.',
  })
})

test('a canceled run is never retried', () => {
  expect(decide({ maxRetries: 5 }, { kind: 'canceled' })).toEqual({
    kind: 'no-retry',
    code: 'CANCELED',
    text: 'Not retried: the run was canceled.',
  })
})

test.each([
  [{ enabled: false, maxRetries: 2 }, 0, 'Not retried: run retries are turned off for this project.'],
  [{ maxRetries: 0 }, 0, 'Not retried: the run has no run retries (pawl/max_retries is 0).'],
  [{ maxRetries: 1 }, 1, 'Not retried again: its one run retry was used.'],
  [{ maxRetries: 3 }, 3, 'Not retried again: all 3 run retries were used.'],
  [{ maxRetries: 3 }, 7, 'Not retried again: all 3 run retries were used.'],
  [{ maxRetries: 1, delaySeconds: 1e300 }, 0, 'Not retried: a delay of 1e+300 s ends further away than any date.'],
] as const)('%j after retry %i: %s', (policy, retryNumber, text) => {
  expect(decide(policy, failure(), retryNumber)).toMatchObject({ kind: 'no-retry', text })
})

test('the last retry that is allowed is made', () => {
  expect(decide({ maxRetries: 3 }, failure(), 2)).toMatchObject({ kind: 'retry', retryNumber: 3 })
})

test.each([
  [5, 0, 5],
  [[1, 10, 100], 0, 1],
  [[1, 10, 100], 2, 100],
  [[1, 10], 4, 10],
] as const)('delay %j after retry %i: %i s', (delaySeconds, retryNumber, seconds) => {
  expect(decide({ maxRetries: 9, delaySeconds }, failure(), retryNumber)).toMatchObject({
    notBefore: NOW + seconds * 1_000,
    text: `Run retry ${retryNumber + 1} of 9, from failure, in ${seconds} s.`,
  })
})

test.each([
  ['full', 0.25, 2_500],
  ['plus-minus', 0.75, 15_000],
] as const)('jitter %s spreads the delay', (jitter, share, ms) => {
  expect(decide({ maxRetries: 1, delaySeconds: 10, jitter }, failure(), 0, share)).toMatchObject({ notBefore: NOW + ms })
})

test('jitter without a delay spreads nothing', () => {
  expect(decide({ maxRetries: 1, jitter: 0.5 }, failure(), 0, 0.9)).toMatchObject({ kind: 'retry', notBefore: null })
})

test('the strategy goes with the decision', () => {
  expect(decide({ maxRetries: 1, strategy: 'ALL_STEPS' })).toMatchObject({
    strategy: 'ALL_STEPS',
    text: 'Run retry 1 of 1, with all steps, at once.',
  })
})

test('a run without a policy, or with one that cannot be read, is not retried and says so', () => {
  const given = { now: NOW, random: () => 0 }
  expect(decideRunRetry({ retryNumber: 0, retryPolicy: null }, failure(), given)).toMatchObject({ code: 'NO_RUN_RETRY_POLICY' })
  const stored = { ...storedRunRetryPolicy(DEFAULT_RUN_RETRIES), maxRetries: 'two' }
  expect(decideRunRetry({ retryNumber: 0, retryPolicy: stored }, failure(), given)).toEqual({
    kind: 'no-retry',
    code: 'MALFORMED_RUN_RETRY_POLICY',
    text: 'Not retried: the run’s stored run retry policy cannot be read: its maxRetries is "two".',
  })
})
