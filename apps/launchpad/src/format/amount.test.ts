import { expect, test } from 'vitest'
import { formatBytes, formatCount, formatNumber, shortId, withShortIds } from './amount.ts'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KB'],
  [150 * 1024, '150 KB'],
  [5 * 1024 ** 3, '5.0 GB'],
])('%d bytes read as "%s"', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test('one is not plural', () => {
  expect(formatCount(1, 'run')).toBe('1 run')
  expect(formatCount(2400, 'run')).toBe('2,400 runs')
  expect(formatCount(2, 'retry', 'retries')).toBe('2 retries')
})

test('numbers keep what matters', () => {
  expect(formatNumber(1234567)).toBe('1,234,567')
  expect(formatNumber(0.123456789)).toBe('0.123457')
})

test('runs launched in the same second keep apart when their ids are shortened', () => {
  expect(shortId('0199a3f2-7c11-7abc-8def-0123456789ab')).not.toBe(shortId('0199a3f2-7c11-7abc-8def-0123456789ac'))
  expect(shortId('mine')).toBe('mine')
})

test('ids in a sentence are as short as elsewhere', () => {
  expect(withShortIds('It failed in run 0199a3f2-7c11-7abc-8def-0123456789ab, twice.')).toBe('It failed in run 456789ab, twice.')
  expect(withShortIds('It failed.')).toBe('It failed.')
})
