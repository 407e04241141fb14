import { expect, test } from 'vitest'
import { advance, isEnded, type Progress, ProgressEvent, startProgress } from './progress.ts'

const ops = [
  { key: 'split', mapOver: null },
  { key: 'fetch', mapOver: null },
  { key: 'sum', mapOver: { key: 'split', output: 'result' } },
]

const start = (stepKey: string, at: number): ProgressEvent => ({ eventType: 'STEP_START', at, stepKey, attempt: 1 })
const success = (stepKey: string, at: number, items?: Record<string, number>): ProgressEvent => ({
  eventType: 'STEP_SUCCESS',
  at,
  stepKey,
  attempt: 1,
  payload: items === undefined ? {} : { items },
})
const error = { message: 'no' }

const after = (...events: readonly ProgressEvent[]): Progress => events.reduce(advance, startProgress(ops))

test('a mapped op has as many steps as its producer has items, and ends with the last of them', () => {
  expect(after().ops.get('sum')?.total).toBeUndefined()
  const split = [start('split', 10), success('split', 20, { result: 2 })]
  const half = after(...split, start('sum[a]', 30), start('sum[b]', 31), success('sum[b]', 40)).ops.get('sum')
  expect(half).toMatchObject({ total: 2, running: 1, succeeded: 1, startedAt: 30, endedAt: 40 })
  expect(half === undefined || isEnded(half)).toBe(false)
  const whole = after(...split, start('sum[a]', 30), start('sum[b]', 31), success('sum[b]', 40), success('sum[a]', 50)).ops.get(
    'sum',
  )
  expect(whole !== undefined && isEnded(whole)).toBe(true)
  expect(whole?.endedAt).toBe(50)
})

test('a mapped op without items has ended once that is known', () => {
  const sum = after(start('split', 10), success('split', 20, { result: 0 })).ops.get('sum')
  expect(sum !== undefined && isEnded(sum)).toBe(true)
})

test('a step that is tried again waits, runs, and counts its retry', () => {
  const retry: ProgressEvent = {
    eventType: 'STEP_UP_FOR_RETRY',
    at: 20,
    stepKey: 'fetch',
    attempt: 1,
    payload: { error, delaySeconds: 1 },
  }
  const waiting = after(start('fetch', 10), retry)
  expect(waiting.ops.get('fetch')).toMatchObject({ running: 0, waiting: 1, retries: 0 })
  const again = advance(waiting, { eventType: 'STEP_RESTARTED', at: 1_020, stepKey: 'fetch', attempt: 2 })
  expect(again.ops.get('fetch')).toMatchObject({ running: 1, waiting: 0, retries: 1, startedAt: 10 })
})

test('failed and skipped steps end their op; a skipped mapped op counts as one step', () => {
  const progress = after(
    start('split', 10),
    { eventType: 'STEP_FAILURE', at: 20, stepKey: 'split', attempt: 1, payload: { error } },
    { eventType: 'STEP_SKIPPED', at: 21, stepKey: 'sum', payload: { reason: 'because' } },
  )
  expect(progress.ops.get('split')).toMatchObject({ failed: 1, running: 0, endedAt: 20 })
  expect([...progress.ops.values()].map(isEnded)).toEqual([true, false, true])
})

test.each(['SUCCESS', 'FAILURE', 'CANCELED'] as const)('RUN_%s ends the run', (end) => {
  const last = ProgressEvent.parse({ eventType: `RUN_${end}`, at: '99', payload: { message: 'done' } })
  expect(after({ eventType: 'RUN_START', at: 5 }, last)).toMatchObject({ startedAt: 5, endedAt: 99, end })
})

test('steps that are not of the job leave the progress as it is', () => {
  const progress = after()
  expect(advance(progress, start('other', 10))).toBe(progress)
})

test('an event that is not understood is refused, not passed over', () => {
  expect(ProgressEvent.safeParse({ eventType: 'STEP_SUCCESS', at: 1, stepKey: null, attempt: 1, payload: {} }).success).toBe(
    false,
  )
})
