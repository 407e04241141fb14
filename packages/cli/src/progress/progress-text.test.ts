import { expect, test } from 'vitest'
import type { Paint } from '../terminal/paint.ts'
import { advance, type ProgressEvent, startProgress } from './progress.ts'
import { eventLine, isRemarkable } from './progress-text.ts'

const plain: Paint = (_, text) => text

/** The lines of a run whose events these are. */
function linesOf(events: readonly ProgressEvent[], paint: Paint = plain): string[] {
  let progress = startProgress([
    { key: 'split', mapOver: null },
    { key: 'sum', mapOver: { key: 'split', output: 'result' } },
  ])
  return events.flatMap((event) => {
    progress = advance(progress, [event])
    return eventLine(progress, event, paint) ?? []
  })
}

const step = (type: 'STEP_START' | 'STEP_RESTARTED', at: number, stepKey: string, attempt = 1): ProgressEvent => {
  return { type, at, stepKey, attempt }
}
const success = (at: number, stepKey: string, items?: Record<string, number>): ProgressEvent => {
  return { type: 'STEP_SUCCESS', at, stepKey, attempt: 1, payload: items === undefined ? {} : { items } }
}
const retry: ProgressEvent = {
  type: 'STEP_UP_FOR_RETRY',
  at: 1_250,
  stepKey: 'split',
  attempt: 1,
  payload: { error: { message: 'The service answered 503\nmore' }, reason: 'Retry 1 of 3, in 0.4 s.', delaySeconds: 0.4 },
}
const failure: ProgressEvent = {
  type: 'STEP_FAILURE',
  at: 1_900,
  stepKey: 'sum[a]',
  attempt: 3,
  payload: { error: { message: 'Out of luck.' }, reason: 'Not retried again: all 2 retries were used.' },
}

test('a run with a retry, told line by line; steps of a mapped op are told together', () => {
  const events: readonly ProgressEvent[] = [
    { type: 'RUN_START', at: 1_000 },
    step('STEP_START', 1_010, 'split'),
    retry,
    step('STEP_RESTARTED', 1_650, 'split', 2),
    success(1_700, 'split', { result: 2 }),
    step('STEP_START', 1_700, 'sum[a]'),
    step('STEP_START', 1_700, 'sum[b]'),
    success(1_750, 'sum[a]'),
    success(1_790, 'sum[b]'),
    { type: 'RUN_SUCCESS', at: 1_800 },
  ]
  expect(linesOf(events)).toEqual([
    '  0.25 s  split: attempt 1 failed: The service answered 503. Retry 1 of 3, in 0.4 s.',
    '  0.70 s  split: success (690 ms, 2 attempts)',
    '  0.79 s  sum: success (2 steps, 90 ms)',
  ])
})

test('failures and skips are told one by one, and a failed op is no success', () => {
  const events: readonly ProgressEvent[] = [
    { type: 'RUN_START', at: 1_000 },
    step('STEP_START', 1_000, 'split'),
    success(1_100, 'split', { result: 2 }),
    step('STEP_START', 1_100, 'sum[a]'),
    step('STEP_START', 1_100, 'sum[b]'),
    failure,
    success(1_950, 'sum[b]'),
    { type: 'STEP_SKIPPED', at: 2_000, stepKey: 'other', payload: { reason: 'Nothing was rejected.' } },
  ]
  expect(linesOf(events)).toEqual([
    '  0.10 s  split: success (100 ms)',
    '  0.90 s  sum[a]: failed at attempt 3: Out of luck. Not retried again: all 2 retries were used.',
    '  1.00 s  other: skipped: Nothing was rejected.',
  ])
})

const reused = (stepKey: string, items?: Record<string, number>): ProgressEvent => {
  return { type: 'STEP_REUSED', at: 1_001, stepKey, payload: items === undefined ? {} : { items } }
}

test('reused steps of an op are told together, and counted where others of it ran', () => {
  const begin: readonly ProgressEvent[] = [{ type: 'RUN_START', at: 1_000 }, reused('split', { result: 2 }), reused('sum[a]')]
  expect(linesOf([...begin, reused('sum[b]')])).toEqual(['  0.00 s  split: reused', '  0.00 s  sum: reused (2 steps)'])
  expect(linesOf([...begin, step('STEP_START', 1_010, 'sum[b]'), success(1_020, 'sum[b]')])).toEqual([
    '  0.00 s  split: reused',
    '  0.02 s  sum: success (1 step, 1 reused, 10 ms)',
  ])
})

test('colours say how it went', () => {
  const marked: Paint = (style, text) => `<${style}>${text}`
  const styles = linesOf([retry, failure, success(2_000, 'split')], marked).map((line) => line.match(/ <(\w+)>/)?.[1])
  expect(styles).toEqual(['yellow', 'red', 'green'])
})

test('on a live screen only retries and failures are kept', () => {
  expect([retry, failure, success(1, 'split')].map(isRemarkable)).toEqual([true, true, false])
})
