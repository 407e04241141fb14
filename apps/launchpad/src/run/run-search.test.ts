import { expect, test } from 'vitest'
import { eventsFilter, readRunSearch, toggleLevel } from './run-search.ts'

test('a link to a run says what to show of it', () => {
  const search = readRunSearch({ tab: 'stderr', step: 12, attempt: '2', level: ['ERROR'], q: 'timeout', sort: 'duration', t: 1 })
  expect(search).toEqual({ tab: 'stderr', step: '12', attempt: 2, level: ['ERROR'], q: 'timeout', sort: 'duration' })
  expect(eventsFilter(search)).toEqual({ stepKeys: ['12'], attempt: 2, levels: ['ERROR'], text: 'timeout' })
})

test('nonsense in a link is dropped', () => {
  expect(readRunSearch({ tab: 'x', attempt: -1, level: 'LOUD', event: 1.5, hide: ['x'] })).toEqual({})
})

test('levels are switched off one by one, and never all of them', () => {
  expect(toggleLevel({}, 'DEBUG')).toEqual(['INFO', 'WARN', 'ERROR'])
  expect(toggleLevel({ level: ['INFO', 'WARN', 'ERROR'] }, 'DEBUG')).toBeUndefined()
  expect(toggleLevel({ level: ['ERROR'] }, 'ERROR')).toBeUndefined()
})
