import { expect, test } from 'vitest'
import { simulatedClock } from '../../../testing/src/index.ts'
import { executeJob } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { resource } from '../definition/resource.ts'
import { type } from '../definition/schema.ts'

const quick = op({ name: 'quick', run: () => 1 })
const next = op({ name: 'next', ins: { x: type<number>() }, run: (_, { x }) => x + 1 })
const hang = op({
  name: 'hang',
  retry: { maxRetries: 3 },
  run: ({ signal }) => new Promise<number>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
})

test('before the first batch: nothing starts', async () => {
  const run = await executeJob(job('j', { run: () => next({ x: quick() }) }), { signal: AbortSignal.abort() })
  expect([run.events, run.end]).toEqual([[], { kind: 'canceled' }])
})

test('while the first starts are being made durable: the attempts end without running the op', async () => {
  const controller = new AbortController()
  let bodies = 0
  const counted = op({ name: 'counted', run: () => ++bodies })
  const run = await executeJob(job('j', { run: () => counted() }), {
    signal: controller.signal,
    persist: (_, index) => (index === 0 ? controller.abort() : undefined),
  })
  expect(bodies).toBe(0)
  expect(run.of('STEP_FAILURE')).toMatchObject([
    { payload: { reason: 'Not retried: the attempt was canceled.', error: { code: 'CANCELED' } } },
  ])
  expect(run.end).toEqual({ kind: 'canceled' })
})

test('while a body runs: its signal aborts, it is not retried, nothing starts after it', async () => {
  const controller = new AbortController()
  const run = await executeJob(job('j', { run: () => ({ hanging: next({ x: hang() }), quick: quick() }) }), {
    signal: controller.signal,
    persist: ({ events }) => (events.some(({ type: what }) => what === 'STEP_SUCCESS') ? controller.abort() : undefined),
  })
  expect(run.statuses()).toEqual({ quick: 'SUCCESS', hang: 'FAILURE' })
  expect(run.of('STEP_UP_FOR_RETRY')).toEqual([])
  expect(run.end).toEqual({ kind: 'canceled' })
})

test('a body that ignores it is given up after the grace', async () => {
  const clock = simulatedClock(0)
  const controller = new AbortController()
  const deaf = op({ name: 'deaf', run: () => new Promise<number>(() => undefined) })
  void clock.sleep(500).then(() => controller.abort())
  const run = await executeJob(job('j', { run: () => deaf() }), {
    clock,
    signal: controller.signal,
    limits: { abortGraceMs: 3_000 },
  })
  expect(run.of('STEP_FAILURE')).toMatchObject([{ at: 3_500, payload: { error: { code: 'CANCELED' } } }])
  expect([run.end, clock.sleeping]).toEqual([{ kind: 'canceled' }, 0])
})

test('while a step waits for its retry: the run ends at once, and the retry never comes', async () => {
  const clock = simulatedClock(0)
  const controller = new AbortController()
  const flaky = op({
    name: 'flaky',
    retry: { maxRetries: 1, delaySeconds: 3_600 },
    run: (): number => {
      throw new Error('503')
    },
  })
  void clock.sleep(1_000).then(() => controller.abort())
  const run = await executeJob(job('j', { run: () => flaky() }), { clock, signal: controller.signal })
  expect(run.story('STEP_START', 'STEP_UP_FOR_RETRY', 'STEP_RESTARTED')).toEqual([
    'STEP_START flaky#1',
    'STEP_UP_FOR_RETRY flaky#1',
  ])
  expect([clock.now(), clock.sleeping, run.end]).toEqual([1_000, 0, { kind: 'canceled' }])
})

test('after the last success: the run is a success all the same', async () => {
  const controller = new AbortController()
  const disposing = resource({ init: () => 1, dispose: () => controller.abort() })
  const uses = op({ name: 'uses', resources: { r: disposing }, run: ({ resources }) => resources.r })
  const run = await executeJob(job('j', { run: () => uses() }), { signal: controller.signal })
  expect([controller.signal.aborted, run.end]).toEqual([true, { kind: 'success' }])
})

test('a success that comes in spite of the cancellation is kept', async () => {
  const controller = new AbortController()
  let stored = 0
  const storing = op({ name: 'storing', run: () => 1 })
  const run = await executeJob(job('j', { run: () => next({ x: storing() }) }), {
    signal: controller.signal,
    ioManagers: {
      default: {
        scope: 'process',
        // Canceled while the output is being stored, which ends well.
        async handleOutput() {
          stored++
          controller.abort()
          return { location: 'here' }
        },
        loadInput: async () => 1,
      },
    },
  })
  expect([stored, run.statuses(), run.end]).toEqual([1, { storing: 'SUCCESS' }, { kind: 'canceled' }])
})

test('a run with failures that is canceled is canceled, not failed', async () => {
  const controller = new AbortController()
  const fail = op({
    name: 'fail',
    run: (): number => {
      throw new Error('x')
    },
  })
  const run = await executeJob(job('j', { run: () => ({ a: fail(), b: hang() }) }), {
    signal: controller.signal,
    persist: ({ events }) => (events.some(({ type: what }) => what === 'STEP_FAILURE') ? controller.abort() : undefined),
  })
  expect(run.statuses()).toEqual({ fail: 'FAILURE', hang: 'FAILURE' })
  expect(run.end).toEqual({ kind: 'canceled' })
})
