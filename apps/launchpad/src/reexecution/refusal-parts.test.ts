import { expect, test } from 'vitest'
import { IDLE } from '../launchpad/launch-state.ts'
import { newEdit } from './reexecution-edit.ts'
import { refusalParts, refusalSentence } from './refusal-parts.ts'
import { rowAfterKey } from './use-row-focus.ts'
import { whyNotReexecutable } from './why-not.ts'

const configError = { path: ['ops', 'a'], code: 'INVALID', message: 'Too small.', expected: null, didYouMean: null }

test('what the server refuses is told where it belongs', () => {
  const nothing = refusalParts(undefined)
  expect(refusalSentence(nothing)).toBeUndefined()
  const config = refusalParts({ __typename: 'RunConfigInvalid', errors: [configError, configError] })
  expect(config.config).toHaveLength(2)
  expect(refusalSentence(config)).toBe('The config has 2 problems.')
  const problems = [{ stepKey: 'fit', output: 'result', message: 'expected number' }]
  const marks = refusalParts({ __typename: 'InvalidMarkedStepsError', message: 'No.', problems })
  expect(marks.marks).toEqual(problems)
  expect(refusalSentence(marks)).toBe('The value of "fit" does not fit: expected number')
  const tags = {
    __typename: 'InvalidTagsError',
    message: 'No.',
    problems: [{ key: 'pawl/x', message: 'Only Pawl writes it.' }],
  } as const
  expect(refusalSentence(refusalParts(tags))).toBe('Only Pawl writes it.')
})

test('what belongs to no field is told as it is', () => {
  const parts = refusalParts({ __typename: 'LocationNotLoadedError', message: 'Location "a" is not loaded.' })
  expect(parts.other).toBe('Location "a" is not loaded.')
  expect(refusalSentence(parts)).toBe('Location "a" is not loaded.')
})

const ready = {
  strategy: 'FROM_FAILURE' as const,
  edit: newEdit({ yaml: '', tags: [], opSelection: '' }, ''),
  tags: { ok: true as const, tags: [] },
  refusal: refusalParts(undefined),
  launch: IDLE,
}

test('the button says why it does nothing', () => {
  expect(whyNotReexecutable(ready)).toBeUndefined()
  expect(whyNotReexecutable({ ...ready, launch: { kind: 'sending', key: 'a' } })).toBe('The launch is on its way.')
  expect(whyNotReexecutable({ ...ready, strategy: 'SELECTED' })).toBe('Say which steps.')
  expect(whyNotReexecutable({ ...ready, tags: { ok: false, row: 0, message: 'The tag "a" is there twice.' } })).toContain('twice')
  // Nobody knows whether the launch came through: the same press may be repeated.
  expect(whyNotReexecutable({ ...ready, launch: { kind: 'unanswered', key: 'a', message: 'offline' } })).toBeUndefined()
})

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 0, 0],
  ['PageDown', 10, 25],
  ['End', 3, 99],
  ['Home', 50, 0],
  ['x', 5, undefined],
])('%s in row %d of 100 leads to %s', (key, active, to) => {
  expect(rowAfterKey(key, { count: 100, active })).toBe(to)
})
