import { expect, test } from 'vitest'
import { advance, isEnded, isProgressEvent, type Progress, type ProgressEvent, startProgress, withOps } from './progress.ts'

const ops = [
  { key: 'split', mapOver: null },
  { key: 'fetch', mapOver: null },
  { key: 'sum', mapOver: { key: 'split', output: 'result' } },
]

const start = (stepKey: string, at: number): ProgressEvent => ({ type: 'STEP_START', at, stepKey, attempt: 1 })
const success = (stepKey: string, at: number, items?: Record<string, number>): ProgressEvent => {
  return { type: 'STEP_SUCCESS', at, stepKey, attempt: 1, payload: items === undefined ? {} : { items } }
}
const failed = { error: { message: 'no' }, reason: '' }

const after = (...events: readonly ProgressEvent[]): Progress => advance(startProgress(ops), events)

test('a mapped op has as many steps as its producer has items, and ends with the last of them', () => {
  expect(after().ops.get('sum')?.total).toBeUndefined()
  const split = [start('split', 10), success('split', 20, { result: 2 })]
  const half = after(...split, start('sum[a]', 30), start('sum[b]', 31), success('sum[b]', 40)).ops.get('sum')
  expect(half).toMatchObject({ total: 2, running: 1, succeeded: 1, startedAt: 30, endedAt: 40 })
  expect(half === undefined || isEnded(half)).toBe(false)
  const steps = [start('sum[a]', 30), start('sum[b]', 31), success('sum[b]', 40), success('sum[a]', 50)]
  const whole = after(...split, ...steps).ops.get('sum')
  expect(whole !== undefined && isEnded(whole)).toBe(true)
  expect(whole?.endedAt).toBe(50)
})

test('a mapped op without items has ended once that is known', () => {
  const sum = after(start('split', 10), success('split', 20, { result: 0 })).ops.get('sum')
  expect(sum !== undefined && isEnded(sum)).toBe(true)
})

test('a reused producer says how many steps there will be, of which some may be reused as well', () => {
  const split: ProgressEvent = { type: 'STEP_REUSED', at: 10, stepKey: 'split', payload: { items: { result: 2 } } }
  const sum = after(split, { type: 'STEP_REUSED', at: 10, stepKey: 'sum[a]', payload: {} }, start('sum[b]', 30)).ops.get('sum')
  expect(sum).toMatchObject({ total: 2, reused: 1, running: 1 })
})

test('a step that is tried again waits, runs, and counts its retry', () => {
  const payload = { ...failed, delaySeconds: 1 }
  const waiting = after(start('fetch', 10), { type: 'STEP_UP_FOR_RETRY', at: 20, stepKey: 'fetch', attempt: 1, payload })
  expect(waiting.ops.get('fetch')).toMatchObject({ running: 0, waiting: 1, retries: 0 })
  const again = advance(waiting, [{ type: 'STEP_RESTARTED', at: 1_020, stepKey: 'fetch', attempt: 2 } as ProgressEvent])
  expect(again.ops.get('fetch')).toMatchObject({ running: 1, waiting: 0, retries: 1, startedAt: 10 })
})

test('failed, reused and skipped steps end their op; a skipped mapped op counts as one step', () => {
  const progress = after(
    start('split', 10),
    { type: 'STEP_FAILURE', at: 20, stepKey: 'split', attempt: 1, payload: failed },
    { type: 'STEP_REUSED', at: 20, stepKey: 'fetch', payload: {} },
    { type: 'STEP_SKIPPED', at: 21, stepKey: 'sum', payload: { reason: 'because' } },
  )
  expect(progress.ops.get('split')).toMatchObject({ failed: 1, running: 0, endedAt: 20 })
  expect([...progress.ops.values()].map(isEnded)).toEqual([true, true, true])
})

test.each(['SUCCESS', 'FAILURE', 'CANCELED'] as const)('RUN_%s ends the run', (end) => {
  const last = { type: `RUN_${end}`, at: 99 } as const
  expect(after({ type: 'RUN_START', at: 5 }, { type: 'RUN_CANCELING', at: 6 }, last)).toMatchObject({
    startedAt: 5,
    endedAt: 99,
    isCanceling: true,
    end,
  })
})

test('ops that are told when the run starts are counted from then on', () => {
  const started = advance(withOps(startProgress(), ops), [start('fetch', 10)])
  expect(started.ops.get('fetch')).toMatchObject({ running: 1, total: 1 })
})

test('steps that are not of the job, and events of other types, leave the progress as it is', () => {
  const progress = after()
  expect(advance(progress, [start('other', 10), { type: 'HANDLED_OUTPUT' }, { type: 'FROM_THE_FUTURE' }])).toEqual(progress)
  expect(isProgressEvent({ type: 'FROM_THE_FUTURE' })).toBe(false)
})
