import { expect, test } from 'vitest'
import { markSelection, selectionWords } from './selection-words.ts'

test('a selection is told by its size', () => {
  expect(selectionWords(12, 12)).toBe('all 12 ops')
  expect(selectionWords(3, 12)).toBe('3 of 12 ops')
  expect(selectionWords(undefined, 1)).toBe('1 op')
})

test('the culprit of a selection is cut out', () => {
  expect(markSelection('a, bb, c', 3, 2)).toEqual(['a, ', 'bb', ', c'])
  expect(markSelection('a,', 2, 0)).toEqual(['a,', ' ', ''])
  expect(markSelection('a', 9, 9)).toEqual(['a', ' ', ''])
})
