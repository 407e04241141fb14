import { expect, test } from 'vitest'
import type { JsonObject } from '../foundation/json.ts'
import { validateLaunchTags } from '../plan/launch-tags.ts'
import { DEFAULT_RUN_RETRIES, readRunRetryPolicy, resolveRunRetryPolicy, storedRunRetryPolicy } from './run-retry-settings.ts'

const settings = { ...DEFAULT_RUN_RETRIES, maxRetries: 3, delaySeconds: 5 }

test('without tags the instance’s settings are the policy', () => {
  expect(resolveRunRetryPolicy(settings, { team: 'data' })).toEqual({ ok: true, policy: settings })
})

test.each([
  ['pawl/max_retries', '0', { maxRetries: 0 }],
  ['pawl/retry_strategy', 'ALL_STEPS', { strategy: 'ALL_STEPS' }],
  ['pawl/retry_on_asset_or_op_failure', 'False', { retryOnAssetOrOpFailure: false }],
  ['pawl/retry_delay', '2.5', { delaySeconds: 2.5 }],
  ['pawl/retry_delay', '1, 10,100', { delaySeconds: [1, 10, 100] }],
  ['pawl/retry_jitter', 'full', { jitter: 'full' }],
  ['pawl/retry_jitter', '0.5', { jitter: 0.5 }],
] as const)('%s=%s overrules the settings', (key, value, changes) => {
  expect(resolveRunRetryPolicy(settings, { [key]: value })).toEqual({ ok: true, policy: { ...settings, ...changes } })
})

test('no tag turns on what the instance has turned off', () => {
  const policy = { ...settings, enabled: false, maxRetries: 9 }
  expect(resolveRunRetryPolicy({ ...settings, enabled: false }, { 'pawl/max_retries': '9' })).toEqual({ ok: true, policy })
})

test('Dagster’s names and spellings arrive as Pawl’s', () => {
  const given = validateLaunchTags({ 'dagster/max_retries': 2, 'dagster/retry_on_asset_or_op_failure': 'False' })
  const tags = given.ok ? given.tags : {}
  expect(resolveRunRetryPolicy(DEFAULT_RUN_RETRIES, tags)).toMatchObject({
    policy: { maxRetries: 2, retryOnAssetOrOpFailure: false },
  })
})

test('every malformed tag is named', () => {
  const tags = { 'pawl/max_retries': 'many', 'pawl/retry_strategy': 'FROM_FAILRE', 'pawl/retry_delay': '1' }
  expect(resolveRunRetryPolicy(settings, tags)).toEqual({
    ok: false,
    problems: [
      { key: 'pawl/max_retries', message: 'The tag "pawl/max_retries" is "many", but it must be a whole number, 0 or more.' },
      { key: 'pawl/retry_strategy', message: expect.stringContaining('did you mean "FROM_FAILURE"?') },
    ],
  })
})

test('a policy is read back as it was stored', () => {
  const policy = { ...settings, delaySeconds: [1, 2], jitter: 'plus-minus' } as const
  expect(readRunRetryPolicy(JSON.parse(JSON.stringify(storedRunRetryPolicy(policy))))).toEqual({ ok: true, policy })
})

test.each([
  [{ maxRetries: -1 }, 'its maxRetries is -1'],
  [{ maxRetries: '2' }, 'its maxRetries is "2"'],
  [{ enabled: 'yes' }, 'its enabled is "yes"'],
  [{ strategy: 'SOME_STEPS' }, 'its strategy is "SOME_STEPS"'],
  [{ retryOnAssetOrOpFailure: 1 }, 'its retryOnAssetOrOpFailure is 1'],
  [{ delaySeconds: [] }, 'its delaySeconds is []'],
  [{ delaySeconds: [1, -1] }, 'its delaySeconds is [1,-1]'],
  [{ jitter: 0 }, 'its jitter is 0'],
] as const)('a stored policy with %j cannot be read', (changes, problem) => {
  expect(readRunRetryPolicy({ ...storedRunRetryPolicy(settings), ...changes } as JsonObject)).toEqual({ ok: false, problem })
})

test('a stored policy that lacks something cannot be read', () => {
  expect(readRunRetryPolicy({})).toEqual({ ok: false, problem: 'its enabled is missing' })
})
