import { expect, test } from 'vitest'
import { z } from 'zod'
import { simulatedClock } from '../../../testing/src/index.ts'
import { type Executed, executeJob } from '../../test/execute-job.ts'
import { Failure, RetryRequested } from '../definition/failure.ts'
import { job } from '../definition/job.ts'
import type { JobDefinition } from '../definition/job-definition.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { op } from '../definition/op.ts'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import { type } from '../definition/schema.ts'

/** A job of one step, `flaky`, that throws what it is given, attempt by attempt, and then succeeds. */
function flakyJob(errors: readonly unknown[], retry?: RetryPolicy): JobDefinition {
  const flaky = op({
    name: 'flaky',
    ...(retry === undefined ? {} : { retry }),
    run({ step }) {
      if (step.attempt <= errors.length) throw errors[step.attempt - 1]
      return step.attempt
    },
  })
  return job('flaky_job', { run: () => flaky() })
}

const errors = (count: number): readonly Error[] => Array.from({ length: count }, (_, n) => new Error(`503 no. ${n + 1}`))
const retried = ({ of }: Executed): readonly [number | undefined, number, string][] =>
  of('STEP_UP_FOR_RETRY').map(({ attempt, payload }) => [attempt, payload.delaySeconds, payload.reason])
const failure = ({ of }: Executed): { readonly reason: string; readonly permanent: boolean } | undefined =>
  of('STEP_FAILURE')[0]?.payload

test('a step is tried again after each delay of its policy, and the log says why', async () => {
  const clock = simulatedClock(0)
  const run = await executeJob(flakyJob(errors(3), { maxRetries: 4, delaySeconds: [1, 20, 300] }), { clock })
  expect(retried(run)).toEqual([
    [1, 1, 'Retry 1 of 4, in 1 s.'],
    [2, 20, 'Retry 2 of 4, in 20 s.'],
    [3, 300, 'Retry 3 of 4, in 300 s.'],
  ])
  expect(run.of('STEP_RESTARTED').map(({ at, attempt }) => [at, attempt])).toEqual([
    [1_000, 2],
    [21_000, 3],
    [321_000, 4],
  ])
  expect(run.of('STEP_UP_FOR_RETRY').map(({ payload }) => [payload.retryAt, payload.error.message])).toEqual([
    [1_000, '503 no. 1'],
    [21_000, '503 no. 2'],
    [321_000, '503 no. 3'],
  ])
  expect(run.story('STEP_START', 'STEP_RESTARTED', 'STEP_SUCCESS')).toEqual([
    'STEP_START flaky#1',
    'STEP_RESTARTED flaky#2',
    'STEP_RESTARTED flaky#3',
    'STEP_RESTARTED flaky#4',
    'STEP_SUCCESS flaky#4',
  ])
  expect(run.end).toEqual({ kind: 'success' })
})

test("maxRetries n gives n attempts after the first, and the last failure is the step's", async () => {
  const run = await executeJob(flakyJob(errors(9), { maxRetries: 2 }))
  expect(run.of('STEP_FAILURE')).toMatchObject([
    {
      attempt: 3,
      payload: { reason: 'Not retried again: all 2 retries were used.', permanent: false, error: { message: '503 no. 3' } },
    },
  ])
  expect(run.end).toEqual({ kind: 'failure', reason: 'STEP_FAILURE', message: 'Failed: "flaky".', permanent: false })
})

test('without a policy a failure is final, and so it is with maxRetries 0 over the default of the job', async () => {
  expect(failure(await executeJob(flakyJob(errors(1))))?.reason).toBe('Not retried: no retry policy applies to this op.')
  const off = op({
    name: 'off',
    retry: { maxRetries: 0 },
    run: (): number => {
      throw new Error('x')
    },
  })
  const run = await executeJob(job('off_job', { opRetry: { maxRetries: 5 }, run: () => off() }))
  expect(failure(run)?.reason).toBe('Not retried: maxRetries is 0.')
})

test('the policy of a use goes over that of its op', async () => {
  const flaky = op({
    name: 'flaky',
    retry: { maxRetries: 0 },
    run({ step }) {
      if (step.attempt === 1) throw new Error('x')
      return 1
    },
  })
  const run = await executeJob(job('with_job', { run: () => flaky.with({ retry: { maxRetries: 1 } })() }))
  expect(run.statuses()).toEqual({ flaky: 'SUCCESS' })
})

test('RetryRequested goes over the policy, in how often and when', async () => {
  const request = new RetryRequested({ maxRetries: 2, delaySeconds: 7 })
  const run = await executeJob(flakyJob([request, request, request]))
  expect(retried(run)).toEqual([
    [1, 7, 'Retry 1 of 2, which the op asked for, in 7 s.'],
    [2, 7, 'Retry 2 of 2, which the op asked for, in 7 s.'],
  ])
  expect(failure(run)?.reason).toBe('Not retried: the op asked for a retry, but all 2 retries it may have were used.')
})

test('a Failure with allowRetries false is final and makes the run permanent; its metadata are in the log', async () => {
  const thrown = new Failure({ message: 'no such file', metadata: { path: 'a.csv', tries: 1 }, allowRetries: false })
  const run = await executeJob(flakyJob([thrown], { maxRetries: 5 }))
  expect(failure(run)).toMatchObject({
    permanent: true,
    reason: 'Not retried: the op says that this failure is permanent (allowRetries is false).',
    error: { name: 'Failure', metadata: { path: { kind: 'text', value: 'a.csv' }, tries: { kind: 'number', value: 1 } } },
  })
  expect(run.end).toMatchObject({ kind: 'failure', permanent: true })
})

test('retryIf decides, and one that throws fails the step and says why', async () => {
  const asked: string[] = []
  const picky: RetryPolicy = {
    maxRetries: 5,
    retryIf: (error, { retryNumber, stepKey }) => {
      asked.push(`${stepKey} ${retryNumber} ${String(error)}`)
      return !String(error).includes('404')
    },
  }
  const refused = await executeJob(flakyJob([new Error('503'), new Error('404')], picky))
  expect(failure(refused)?.reason).toBe('Not retried: retryIf refused this error.')
  expect(asked).toEqual(['flaky 1 Error: 503', 'flaky 2 Error: 404'])
  const throwing = await executeJob(flakyJob(errors(1), { maxRetries: 1, retryIf: () => Promise.reject(new Error('down')) }))
  expect(failure(throwing)?.reason).toBe('Not retried: retryIf itself failed with Error: down.')
})

test('I/O managers are inside the boundary: what they throw is retried', async () => {
  const memory = memoryIOManager()
  let calls = 0
  const shaky = {
    ...memory,
    handleOutput: (...[context, value]: Parameters<typeof memory.handleOutput>) =>
      ++calls === 1 ? Promise.reject(new Error('disk full')) : memory.handleOutput(context, value),
  }
  const run = await executeJob(flakyJob([], { maxRetries: 1 }), { ioManagers: { default: shaky } })
  expect(run.of('STEP_UP_FOR_RETRY')).toMatchObject([{ payload: { error: { message: 'disk full' } } }])
  expect(run.of('HANDLED_OUTPUT')).toMatchObject([{ attempt: 2, payload: { stored: { originAttempt: 2 } } }])
})

test('framework errors are not retried: another attempt would meet them again', async () => {
  const wrong = op({ name: 'wrong', out: z.number(), retry: { maxRetries: 5 }, run: () => 'text' as unknown as number })
  const checked = await executeJob(job('wrong_job', { run: () => wrong() }))
  expect(failure(checked)?.reason).toBe('Not retried: TYPE_CHECK_FAILED is an error that another attempt would meet again.')
  const unfit = op({ name: 'unfit', retry: { maxRetries: 5 }, run: () => ({ callback: () => 1 }) })
  const stored = await executeJob(job('unfit_job', { run: () => unfit() }))
  expect(failure(stored)?.reason).toBe('Not retried: OUTPUT_NOT_SERIALISABLE is an error that another attempt would meet again.')
})

test('a step that waits for its retry holds no slot: others go on meanwhile', async () => {
  const flaky = op({
    name: 'flaky',
    retry: { maxRetries: 1, delaySeconds: 60 },
    run({ step }) {
      if (step.attempt === 1) throw new Error('x')
      return 1
    },
  })
  const other = op({ name: 'other', run: () => 1 })
  const last = op({ name: 'last', ins: { x: type<number>() }, run: (_, { x }) => x })
  const run = await executeJob(job('waiting', { run: () => ({ a: flaky(), b: last({ x: other() }) }) }), { maxConcurrent: 1 })
  expect(run.story('STEP_START', 'STEP_RESTARTED', 'STEP_SUCCESS')).toEqual([
    'STEP_START flaky#1',
    'STEP_START other#1',
    'STEP_SUCCESS other#1',
    'STEP_START last#1',
    'STEP_SUCCESS last#1',
    'STEP_RESTARTED flaky#2',
    'STEP_SUCCESS flaky#2',
  ])
})

test('other branches go on after a failed step; what needs it never starts', async () => {
  const run = await executeJob(
    job('branches', {
      run() {
        const fail = op({
          name: 'fail',
          run: (): number => {
            throw new Error('x')
          },
        })
        const fine = op({ name: 'fine', run: () => 1 })
        const needs = op({ name: 'needs', ins: { x: type<number>() }, run: (_, { x }) => x })
        return { blocked: needs({ x: needs.as('between')({ x: fail() }) }), fine: needs.as('after_fine')({ x: fine() }) }
      },
    }),
  )
  expect(run.statuses()).toEqual({ fail: 'FAILURE', fine: 'SUCCESS', after_fine: 'SUCCESS' })
  expect(run.end).toEqual({ kind: 'failure', reason: 'STEP_FAILURE', message: 'Failed: "fail".', permanent: false })
})

test('a run of many failures names the first ones', async () => {
  const fail = op({
    name: 'fail',
    run: (): number => {
      throw new Error('x')
    },
  })
  const run = await executeJob(
    job('many', { run: () => Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`f${n}`, fail.as(`f${n}`)()])) }),
  )
  expect(run.end).toMatchObject({ message: 'Failed: "f0", "f1", "f2", "f3", "f4" and 2 more.' })
})

test('whatever is thrown becomes an error of the log', async () => {
  for (const [thrown, shown] of [
    ['text', { name: 'Thrown', message: 'text' }],
    [undefined, { name: 'Thrown', message: 'undefined' }],
    [{ code: 7 }, { name: 'Thrown', message: '{"code":7}' }],
    [new TypeError('bad', { cause: new Error('worse') }), { name: 'TypeError', message: 'bad', cause: { message: 'worse' } }],
  ] as const) {
    const run = await executeJob(flakyJob([thrown]))
    expect(run.of('STEP_FAILURE')).toMatchObject([{ payload: { error: shown } }])
  }
})
