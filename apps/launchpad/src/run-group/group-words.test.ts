import { expect, test } from 'vitest'
import { aroundRunId, delayLeftMs, howWords, placeWords } from './group-words.ts'

const run = { id: 'r1', retryNumber: 0, retryOfRunId: null, parentRunId: null }

test('a run of a group is the first, an automatic retry, or made by hand', () => {
  expect(placeWords(run)).toBe('First run')
  expect(placeWords({ ...run, retryNumber: 2, retryOfRunId: 'r1', parentRunId: 'r1' })).toBe('Retry 2')
  expect(placeWords({ ...run, parentRunId: 'r1' })).toBe('By hand')
})

test('how it goes back to its parent, with the steps where they were named', () => {
  expect(howWords({ strategy: null, opSelection: 'a*' })).toBe('')
  expect(howWords({ strategy: 'FROM_FAILURE', opSelection: 'a*' })).toBe('from failure')
  expect(howWords({ strategy: 'SELECTED', opSelection: 'a, b[x]' })).toBe('selected steps: a, b[x]')
})

test('a delay is waited for in the queue only, and not before it is over', () => {
  expect(delayLeftMs({ status: 'QUEUED', notBefore: 5_000 }, 3_800)).toBe(1_200)
  expect(delayLeftMs({ status: 'QUEUED', notBefore: 5_000 }, 5_000)).toBeUndefined()
  expect(delayLeftMs({ status: 'STARTED', notBefore: 5_000 }, 1_000)).toBeUndefined()
  expect(delayLeftMs({ status: 'QUEUED', notBefore: null }, 1_000)).toBeUndefined()
})

test('the id in a sentence can be made a link', () => {
  expect(aroundRunId('At once. It is run r2.', 'r2')).toEqual(['At once. It is run ', '.'])
  expect(aroundRunId('Not retried.', 'r2')).toBeUndefined()
  expect(aroundRunId('Not retried.', null)).toBeUndefined()
})
