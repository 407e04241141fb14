import { expect, test } from 'vitest'
import { formatAbsolute, formatClock, formatRelative, isTimeZone } from './time.ts'

const style = { timeZone: 'UTC', hourCycle: 'h23' } as const
const now = Date.UTC(2026, 10, 20, 12, 0, 0)

test.each([
  [0, 'now'],
  [-3000, 'now'],
  [12_000, '12 s ago'],
  [5 * 60_000, '5 m ago'],
  [3 * 3_600_000, '3 h ago'],
  [50 * 3_600_000, '2 d ago'],
  [-2 * 3_600_000, 'in 2 h'],
])('%d ms before now reads as "%s"', (ago, text) => {
  expect(formatRelative(now - ago, now, style)).toBe(text)
})

test('what is older than a week shows its date', () => {
  expect(formatRelative(Date.UTC(2026, 9, 1), now, style)).toContain('2026')
})

test('the same moment differs between zones, not between calls', () => {
  const tokyo = { timeZone: 'Asia/Tokyo', hourCycle: 'h23' } as const
  expect(formatClock(now + 7, style)).toBe('12:00:00.007')
  expect(formatClock(now + 7, tokyo)).toBe('21:00:00.007')
  expect(formatAbsolute(now, style)).toContain('UTC')
})

test('only zones that this browser knows are taken', () => {
  expect(isTimeZone('Europe/Paris')).toBe(true)
  expect(isTimeZone('Middle/Earth')).toBe(false)
})
