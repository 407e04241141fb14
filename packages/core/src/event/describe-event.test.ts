import { expect, test } from 'vitest'
import { describeDuration, describeEvent, searchableText } from './describe-event.ts'
import type { RunEvent } from './run-event.ts'

test.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1 s'],
  [12_540, '12.5 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 0 s'],
  [61_000, '1 min 1 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('%d milliseconds are %s', (ms, text) => {
  expect(describeDuration(ms)).toBe(text)
})

test('an error is named once, also when the message already says it', () => {
  const failure = (message: string): RunEvent => ({
    type: 'RUN_FAILURE',
    v: 1,
    at: 0,
    payload: { reason: 'RUN_EXCEPTION', message, error: { name: 'TypeError', message: 'x is not a function' } },
  })
  expect(describeEvent(failure('the executor broke'))).toBe(
    'The run failed (RUN_EXCEPTION): the executor broke (TypeError: x is not a function)',
  )
  expect(describeEvent(failure('x is not a function'))).toBe('The run failed (RUN_EXCEPTION): x is not a function')
})

test('the causes of an error and their codes are searched, its stack is not', () => {
  const cause = { name: 'SystemError', message: 'connect refused', code: 'ECONNREFUSED', stack: 'at secret.ts:1' }
  const text = searchableText({
    type: 'STEP_FAILURE',
    v: 1,
    at: 0,
    stepKey: 'fetch',
    payload: { startedAt: 0, error: { name: 'Error', message: 'outer', cause }, reason: 'no policy', permanent: false },
  })
  expect(text).toContain('econnrefused')
  expect(text).toContain('connect refused')
  expect(text).not.toContain('secret')
})
