import { expect, test } from 'vitest'
import { parseSearchText, writeSearchText } from './search-text.ts'

test('lists are repeated names, and everything comes back as it went', () => {
  const search = { status: ['FAILURE', 'SUCCESS'], tag: 'team=ops & more', step: 'chunk[a]' }
  expect(writeSearchText(search)).toBe('?status=FAILURE&status=SUCCESS&tag=team%3Dops+%26+more&step=chunk%5Ba%5D')
  expect(parseSearchText(writeSearchText(search))).toEqual(search)
})

test('what is not there leaves no trace', () => {
  expect(writeSearchText({ cursor: undefined, q: '', tag: [] })).toBe('')
  expect(parseSearchText('')).toEqual({})
})
