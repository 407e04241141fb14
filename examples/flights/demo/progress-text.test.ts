import { expect, test } from 'vitest'
import { advance, type ProgressEvent, startProgress } from './progress.ts'
import { durationText, eventLine, isRemarkable, type Paint, sizeText } from './progress-text.ts'

const plain: Paint = (_, text) => text

/** The lines of a run whose events these are. */
function linesOf(events: readonly ProgressEvent[], paint: Paint = plain): string[] {
  let progress = startProgress([
    { key: 'split', mapOver: null },
    { key: 'sum', mapOver: { key: 'split', output: 'result' } },
  ])
  return events.flatMap((event) => {
    progress = advance(progress, event)
    return eventLine(progress, event, paint) ?? []
  })
}

const step = (eventType: 'STEP_START' | 'STEP_RESTARTED', at: number, stepKey: string, attempt = 1): ProgressEvent => ({
  eventType,
  at,
  stepKey,
  attempt,
})
const success = (at: number, stepKey: string, items?: Record<string, number>): ProgressEvent => ({
  eventType: 'STEP_SUCCESS',
  at,
  stepKey,
  attempt: 1,
  payload: items === undefined ? {} : { items },
})
const retry: ProgressEvent = {
  eventType: 'STEP_UP_FOR_RETRY',
  at: 1_250,
  stepKey: 'split',
  attempt: 1,
  payload: { error: { message: 'The service answered 503.\nmore' }, delaySeconds: 0.4 },
}
const failure: ProgressEvent = {
  eventType: 'STEP_FAILURE',
  at: 1_900,
  stepKey: 'sum[a]',
  attempt: 3,
  payload: { error: { message: 'Out of luck.' } },
}

test('a run with a retry, told line by line; steps of a mapped op are told together', () => {
  expect(
    linesOf([
      { eventType: 'RUN_START', at: 1_000 },
      step('STEP_START', 1_010, 'split'),
      retry,
      step('STEP_RESTARTED', 1_650, 'split', 2),
      success(1_700, 'split', { result: 2 }),
      step('STEP_START', 1_700, 'sum[a]'),
      step('STEP_START', 1_700, 'sum[b]'),
      success(1_750, 'sum[a]'),
      success(1_790, 'sum[b]'),
      { eventType: 'RUN_SUCCESS', at: 1_800 },
    ]),
  ).toEqual([
    '  0.25 s  split: attempt 1 failed: The service answered 503. Next in 400 ms.',
    '  0.70 s  split: success (690 ms, 2 attempts)',
    '  0.79 s  sum: success (2 of 2 steps, 90 ms)',
  ])
})

test('failures and skips are told one by one, and a failed op is no success', () => {
  expect(
    linesOf([
      { eventType: 'RUN_START', at: 1_000 },
      step('STEP_START', 1_000, 'split'),
      success(1_100, 'split', { result: 2 }),
      step('STEP_START', 1_100, 'sum[a]'),
      step('STEP_START', 1_100, 'sum[b]'),
      failure,
      success(1_950, 'sum[b]'),
      { eventType: 'STEP_SKIPPED', at: 2_000, stepKey: 'other', payload: { reason: 'Nothing was rejected.' } },
    ]),
  ).toEqual([
    '  0.10 s  split: success (100 ms)',
    '  0.90 s  sum[a]: failed at attempt 3: Out of luck.',
    '  1.00 s  other: skipped: Nothing was rejected.',
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

test.each([
  [-1, '0 ms'],
  [85.4, '85 ms'],
  [999.4, '999 ms'],
  [1_234, '1.2 s'],
  [59_900, '59.9 s'],
  [125_000, '2 min 05 s'],
])('%s ms reads %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [92_151, '92.2 kB'],
  [8_473_366, '8.5 MB'],
])('%s bytes read %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
