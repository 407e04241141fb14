import { expect, test } from 'vitest'
import { edgeWords, type JobEdge } from './edge-words.ts'

const edges: readonly JobEdge[] = [
  { from: 'split', output: 'airports', to: 'sum', input: 'flights', kind: 'ITEM' },
  { from: 'sum', output: 'result', to: 'report', input: 'all', kind: 'COLLECT' },
  { from: 'clean', output: 'rejected', to: 'report', input: 'all', kind: 'VALUE' },
  { from: 'notify', output: null, to: 'report', input: null, kind: 'AFTER' },
]

test('an input says in words where it comes from', () => {
  expect(edgeWords(edges, 'sum', 'flights')).toBe('each item of split.airports')
  expect(edgeWords(edges, 'report', 'all')).toBe('collected from sum, from clean.rejected')
  expect(edgeWords(edges, 'report', 'limit')).toBe('from config, or left out')
})
