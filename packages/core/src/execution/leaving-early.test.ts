import { expect, test } from 'vitest'
import { simulatedClock } from '../../../testing/src/index.ts'
import { executeJob } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { type } from '../definition/schema.ts'

test('leaving the loop aborts what runs, waits for its end, and starts nothing more', async () => {
  const told: string[] = []
  const talks = op({
    name: 'talks',
    async run({ log, signal }): Promise<number> {
      told.push('begins')
      log.info('running')
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      told.push('is aborted')
      return 1
    },
  })
  const next = op({ name: 'next', ins: { x: type<number>() }, run: () => told.push('next') })
  const run = await executeJob(job('j', { run: () => next({ x: talks() }) }), { leaveAfter: 2 })
  expect([told, run.end]).toEqual([['begins', 'is aborted'], undefined])
})

test('a body that ignores the abort is waited for no longer than the grace', async () => {
  const clock = simulatedClock(0)
  const deaf = op({
    name: 'deaf',
    run({ log }) {
      log.info('running')
      return new Promise<number>(() => undefined)
    },
  })
  await executeJob(job('j', { run: () => deaf() }), { clock, leaveAfter: 2, limits: { abortGraceMs: 700 } })
  expect([clock.now(), clock.sleeping]).toEqual([725, 0])
})

test('steps whose start was not made durable never begin', async () => {
  let bodies = 0
  const counted = op({ name: 'counted', run: () => ++bodies })
  await executeJob(job('j', { run: () => counted() }), { leaveAfter: 1 })
  expect(bodies).toBe(0)
})

test('a batch that cannot be made durable ends everything with its error', async () => {
  let aborted = false
  const waits = op({
    name: 'waits',
    run: ({ log, signal }) => {
      log.info('running')
      return new Promise<number>((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted = true
          reject(signal.reason)
        }),
      )
    },
  })
  const run = executeJob(job('j', { run: () => waits() }), {
    persist: (_, index) => {
      if (index === 1) throw new Error('fenced')
    },
  })
  await expect(run).rejects.toThrow('fenced')
  expect(aborted).toBe(true)
})

test('no timer is left behind, not even of a retry in an hour', async () => {
  const clock = simulatedClock(0)
  const flaky = op({
    name: 'flaky',
    retry: { maxRetries: 1, delaySeconds: 3_600 },
    run: (): number => {
      throw new Error('503')
    },
  })
  await executeJob(job('j', { run: () => flaky() }), { clock, leaveAfter: 2 })
  expect([clock.now(), clock.sleeping]).toEqual([0, 0])
})

test('a plan whose code is missing ends the execution with an error instead of waiting for ever', async () => {
  const counted = op({ name: 'counted', run: () => 1 })
  const run = executeJob(job('j', { run: () => counted() }), { bindings: new Map() })
  await expect(run).rejects.toMatchObject({ code: 'UNKNOWN_STEP', message: 'The plan\'s step "counted" has no op.' })
})
