import { expect, test } from 'vitest'
import { simulatedClock } from '../../../testing/src/index.ts'
import { executeJob } from '../../test/execute-job.ts'
import type { OpContext } from '../definition/context.ts'
import type { OutputContext } from '../definition/io-manager.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { op } from '../definition/op.ts'
import { out } from '../definition/out.ts'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import { type } from '../definition/schema.ts'

type Body = (context: OpContext) => Promise<number>

const timed = (run: Body, retry?: RetryPolicy): JobDefinition => {
  const slow = op({ name: 'slow', timeoutSeconds: 10, ...(retry === undefined ? {} : { retry }), run })
  return job('timed', { run: () => slow() })
}

const untilAborted: Body = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('heeded')), { once: true }))

test('the timeout counts for each attempt by itself, and is retried by the policy', async () => {
  const clock = simulatedClock(0)
  const run = await executeJob(timed(untilAborted, { maxRetries: 1, delaySeconds: 100 }), { clock })
  expect(run.of('STEP_UP_FOR_RETRY')).toMatchObject([
    { at: 10_000, payload: { reason: 'Retry 1 of 1 after the timeout, in 100 s.', error: { code: 'STEP_TIMEOUT' } } },
  ])
  expect(run.of('STEP_RESTARTED')).toMatchObject([{ at: 110_000, payload: { timeoutSeconds: 10 } }])
  expect(run.of('STEP_FAILURE')).toMatchObject([
    { at: 120_000, attempt: 2, payload: { error: { message: 'The attempt took longer than its 10 s.' } } },
  ])
})

test('an attempt in time is not disturbed, and leaves no timer behind', async () => {
  const clock = simulatedClock(0)
  const run = await executeJob(
    timed(async () => {
      await clock.sleep(9_999)
      return 1
    }),
    { clock },
  )
  expect(run.statuses()).toEqual({ slow: 'SUCCESS' })
  expect([clock.now(), clock.sleeping]).toEqual([9_999, 0])
})

test('a body that ignores the signal is given up after the grace', async () => {
  const clock = simulatedClock(0)
  const run = await executeJob(
    timed(() => new Promise(() => undefined)),
    { clock, limits: { abortGraceMs: 2_000 } },
  )
  expect(run.of('STEP_FAILURE')).toMatchObject([{ at: 12_000, payload: { error: { code: 'STEP_TIMEOUT' } } }])
})

test('what comes late of an attempt that was given up is neither stored nor logged as an event', async () => {
  const clock = simulatedClock(0)
  const stored: string[] = []
  const memory = memoryIOManager()
  const watched = {
    ...memory,
    handleOutput: (...[context, value]: Parameters<typeof memory.handleOutput>) => {
      stored.push(`${context.stepKey}#${context.attempt}`)
      return memory.handleOutput(context, value)
    },
  }
  const late = op({
    name: 'late',
    timeoutSeconds: 1,
    retry: { maxRetries: 1 },
    async run({ step, log, addOutputMetadata }) {
      if (step.attempt === 2) return 2
      await clock.sleep(60_000)
      log.warn('too late', { step: step.key })
      addOutputMetadata({ late: true })
      return 1
    },
  })
  const long = op({ name: 'long', run: () => clock.sleep(120_000) })
  const run = await executeJob(job('lateness', { run: () => ({ late: late(), long: long() }) }), {
    clock,
    ioManagers: { default: watched },
  })
  expect(run.statuses()).toEqual({ late: 'SUCCESS', long: 'SUCCESS' })
  expect(stored).toEqual(['late#2', 'long#1'])
  expect(run.of('LOG')).toEqual([])
  expect(run.spilled).toEqual(['late#1 [warn] too late {"step":"late"}'])
  expect(run.of('STEP_OUTPUT', 'late')).toMatchObject([{ attempt: 2, payload: { output: 'result' } }])
})

test('a body that answers the abort by returning has timed out all the same', async () => {
  const run = await executeJob(
    timed(({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(1), { once: true }))),
  )
  expect(run.statuses()).toEqual({ slow: 'FAILURE' })
  expect(run.of('HANDLED_OUTPUT')).toEqual([])
})

test('a body without any output has timed out no less', async () => {
  const slow = op({
    name: 'slow',
    timeoutSeconds: 1,
    out: out(type<number>(), { required: false }),
    run: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true })),
  })
  const run = await executeJob(job('j', { run: () => slow() }))
  expect(run.statuses()).toEqual({ slow: 'FAILURE' })
})

test('storing outputs counts too: items are not stored on after the time is up', async () => {
  const clock = simulatedClock(0)
  const memory = memoryIOManager()
  const asked: string[] = []
  const slowStore = {
    ...memory,
    handleOutput: async ({ output }: OutputContext) => {
      asked.push(output)
      await clock.sleep(4_000)
      return { location: `slow:${output}` }
    },
  }
  const pair = op({
    name: 'pair',
    timeoutSeconds: 5,
    outs: { a: type<number>(), b: type<number>(), c: type<number>() },
    run: () => ({ a: 1, b: 2, c: 3 }),
  })
  const run = await executeJob(job('slow_store', { run: () => pair() }), { clock, ioManagers: { default: slowStore } })
  await clock.advance(60_000)
  expect(run.of('HANDLED_OUTPUT').map(({ payload }) => payload.output)).toEqual(['a', 'b'])
  expect(asked).toEqual(['a', 'b'])
  expect(run.statuses()).toEqual({ pair: 'FAILURE' })
})
