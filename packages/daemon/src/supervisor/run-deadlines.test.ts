import { expect, test } from 'vitest'
import { passedDeadline, type RunProgress, type TimedAttempt } from './run-deadlines.ts'

const limits = { startTimeoutMs: 60_000, killGraceMs: 7_000 }
const attempt = (stepKey: string, startedAt: number, timeoutSeconds: number): TimedAttempt => ({
  stepKey,
  attempt: 1,
  startedAt,
  startedAtUtc: 0,
  timeoutSeconds,
})
const running: RunProgress = {
  ...{
    waitingSince: 0,
    givenAt: 0,
    hasBegun: true,
    startedAt: 0,
    maxRuntimeMs: undefined,
    cancelSentAt: undefined,
    timedAttempts: [],
  },
}

test('a run that is merely busy has no deadline', () => {
  expect(passedDeadline(running, 10 * 24 * 3_600_000, limits)).toBeUndefined()
})

test('an attempt is overdue when its time and the grace are up, not before', () => {
  const late = attempt('slow', 1_000, 2)
  const run = { ...running, timedAttempts: [attempt('other', 1_000, 60), late] }
  expect(passedDeadline(run, 10_000, limits)).toBeUndefined()
  expect(passedDeadline(run, 10_001, limits)).toEqual({ kind: 'attempt-overdue', attempt: late })
})

test('a cancel is to be heeded within the grace', () => {
  const run = { ...running, cancelSentAt: 5_000 }
  expect(passedDeadline(run, 12_000, limits)).toBeUndefined()
  expect(passedDeadline(run, 12_001, limits)).toEqual({ kind: 'cancel-unheeded' })
})

test('the time to start counts from when a worker was given the run', () => {
  const waiting = { ...running, hasBegun: false, waitingSince: undefined, givenAt: undefined }
  expect(passedDeadline(waiting, 1_000_000, limits)).toBeUndefined()
  const given = { ...waiting, givenAt: 1_000_000 }
  expect(passedDeadline(given, 1_060_000, limits)).toBeUndefined()
  expect(passedDeadline(given, 1_060_001, limits)).toEqual({ kind: 'not-started' })
  expect(passedDeadline({ ...given, hasBegun: true }, 2_000_000, limits)).toBeUndefined()
})

test('or from when it waits for a worker in a place where nobody is at work', () => {
  const waiting = { ...running, hasBegun: false, waitingSince: 1_000_000, givenAt: undefined }
  expect(passedDeadline(waiting, 1_060_000, limits)).toBeUndefined()
  expect(passedDeadline(waiting, 1_060_001, limits)).toEqual({ kind: 'not-started' })
  expect(passedDeadline({ ...waiting, givenAt: 1_050_000 }, 1_110_000, limits)).toBeUndefined()
})

test('a run has its maximum runtime from its start, and is asked to stop only once', () => {
  const run = { ...running, startedAt: 5_000, maxRuntimeMs: 2_000 }
  expect(passedDeadline(run, 7_000, limits)).toBeUndefined()
  expect(passedDeadline(run, 7_001, limits)).toEqual({ kind: 'ran-too-long' })
  expect(passedDeadline({ ...run, startedAt: undefined }, 70_001, limits)).toBeUndefined()
  const asked = { ...run, cancelSentAt: 7_002 }
  expect(passedDeadline(asked, 14_002, limits)).toBeUndefined()
  expect(passedDeadline(asked, 14_003, limits)).toEqual({ kind: 'cancel-unheeded' })
})
