import { expect, test } from 'vitest'
import { NO_STEPS, type StepState, withSteps } from './step-list.ts'

const step = (key: string, change: Partial<StepState> = {}): StepState => {
  const mappingKey = /\[([^\]?]+)\]$/.exec(key)?.[1] ?? null
  return {
    key,
    opKey: key.replace(/\[.*\]$/, ''),
    mappingKey,
    status: 'NOT_STARTED',
    attempts: [],
    startedAt: null,
    endedAt: null,
    retryAt: null,
    ...change,
  }
}

test('a newer state replaces the older one where it stands', () => {
  const list = withSteps(withSteps(NO_STEPS, [step('a'), step('b')]), [step('a', { status: 'SUCCESS' })])
  expect(list.order).toEqual(['a', 'b'])
  expect(list.byKey.get('a')?.status).toBe('SUCCESS')
})

test.each(['chunk', 'chunk[?]'])('items of a dynamic op take the place of %s, and later ones follow them', (placeholder) => {
  const planned = withSteps(NO_STEPS, [step('split'), step(placeholder), step('report')])
  const first = withSteps(planned, [step('chunk[b]'), step('chunk[a]')])
  expect(first.order).toEqual(['split', 'chunk[b]', 'chunk[a]', 'report'])
  expect(first.byKey.has(placeholder)).toBe(false)
  expect(withSteps(first, [step('chunk[c]')]).order).toEqual(['split', 'chunk[b]', 'chunk[a]', 'chunk[c]', 'report'])
})

test('an op nobody planned is shown at the end rather than lost', () => {
  expect(withSteps(withSteps(NO_STEPS, [step('a')]), [step('new'), step('other[1]')]).order).toEqual(['a', 'new', 'other[1]'])
})

test('no news changes nothing', () => {
  const list = withSteps(NO_STEPS, [step('a')])
  expect(withSteps(list, [])).toBe(list)
})
