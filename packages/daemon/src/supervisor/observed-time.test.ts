import { expect, test } from 'vitest'
import { ObservedTime } from './observed-time.ts'

function timeAt(start: number) {
  const clock = { at: start, now: () => clock.at }
  return { clock, time: new ObservedTime(clock) }
}

test('time passes as it is seen to pass', () => {
  const { clock, time } = timeAt(1_000_000)
  clock.at += 100
  expect(time.now()).toBe(100)
  clock.at += 250
  expect(time.now()).toBe(350)
})

test('a long gap between two looks counts as a second', () => {
  const { clock, time } = timeAt(0)
  clock.at += 8 * 3_600_000
  expect(time.now()).toBe(1_000)
  clock.at += 10
  expect(time.now()).toBe(1_010)
})

test('a clock that is set back stands still', () => {
  const { clock, time } = timeAt(10_000)
  clock.at -= 5_000
  expect(time.now()).toBe(0)
  clock.at += 40
  expect(time.now()).toBe(40)
})
