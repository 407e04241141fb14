import { expect, test } from 'vitest'
import { job } from './job.ts'
import { op } from './op.ts'

const one = op({ name: 'one', run: () => 1 })
const tagged = (tags: Readonly<Record<string, string | number | boolean>>): Readonly<Record<string, string>> =>
  job('j', { tags, run: () => one() }).tags

test('a job’s tags are kept as text, those that Pawl reads in the form it reads', () => {
  expect(tagged({ team: 'ops', 'pawl/max_retries': 3, 'pawl/retry_on_asset_or_op_failure': 'True' })).toEqual({
    team: 'ops',
    'pawl/max_retries': '3',
    'pawl/retry_on_asset_or_op_failure': 'true',
  })
})

test('a malformed value is an error when the job is built, not when it is launched', () => {
  expect(() => tagged({ 'pawl/retry_strategy': 'from_failure' })).toThrow(
    'Tag "pawl/retry_strategy" of job "j" is "from_failure", but it must be "FROM_FAILURE" or "ALL_STEPS" (did you mean "FROM_FAILURE"?).',
  )
  expect(() => tagged({ 'pawl/priority': 'high' })).toThrow(expect.objectContaining({ code: 'INVALID_TAG' }))
})
