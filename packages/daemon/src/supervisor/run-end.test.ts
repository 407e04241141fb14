import { expect, test } from 'vitest'
import { decideLostRun } from './run-end.ts'
import type { WorkerEnd } from './worker.ts'

const NOW = 5_000
const died: WorkerEnd = { kind: 'died', how: 'exit code 3', killedFor: null, lastOutput: [] }
const begun = { hasBegun: true, isCanceled: false, workersLost: 1, killedAttempt: undefined }
const overdue = { stepKey: 'spin', attempt: 2, startedAt: 10, startedAtUtc: 1_000, timeoutSeconds: 3 }

test('a run that had not begun goes to another worker', () => {
  expect(decideLostRun({ ...begun, hasBegun: false }, died, NOW)).toEqual({ kind: 'give-again' })
})

test('a run that no worker lives to begin is given up', () => {
  expect(decideLostRun({ ...begun, hasBegun: false, workersLost: 4 }, died, NOW)).toEqual({ kind: 'give-again' })
  expect(decideLostRun({ ...begun, hasBegun: false, workersLost: 5 }, died, NOW)).toMatchObject({
    end: {
      reason: 'UNEXPECTED_TERMINATION',
      message: 'The worker process ended unexpectedly (exit code 3). It is the 5th that was gone before it had begun the run.',
    },
  })
})

test('a run that had begun ends with its worker, and says how that ended', () => {
  expect(decideLostRun(begun, died, NOW)).toEqual({
    kind: 'end',
    events: [],
    end: {
      kind: 'failure',
      at: NOW,
      reason: 'UNEXPECTED_TERMINATION',
      message: 'The worker process ended unexpectedly (exit code 3).',
    },
  })
})

test('a run whose worker was killed for another run is told so', () => {
  const decision = decideLostRun(begun, { ...died, killedFor: 'run 7 did not stop when it was canceled' }, NOW)
  expect(decision).toMatchObject({
    end: { message: 'Its worker process was killed: run 7 did not stop when it was canceled.' },
  })
})

test('a run that was canceled is not given to another worker', () => {
  expect(decideLostRun({ ...begun, hasBegun: false, isCanceled: true }, died, NOW).kind).toBe('end')
})

test('an attempt whose worker was killed for it has failed by its timeout, and its run by its step', () => {
  const decision = decideLostRun({ ...begun, killedAttempt: overdue }, { ...died, killedFor: 'it took too long' }, NOW)
  expect(decision).toMatchObject({
    kind: 'end',
    end: { kind: 'failure', reason: 'STEP_FAILURE', message: 'Failed: "spin".' },
    events: [
      {
        type: 'STEP_FAILURE',
        stepKey: 'spin',
        attempt: 2,
        payload: {
          startedAt: 1_000,
          error: { code: 'STEP_TIMEOUT' },
          reason: 'Not retried in this run: its process had to be killed. What goes on is up to the run retries.',
        },
      },
    ],
  })
})

test('code that cannot be imported fails a run before it begins', () => {
  const decision = decideLostRun(
    { ...begun, hasBegun: false },
    { kind: 'load-failed', lastOutput: [], error: { name: 'E', message: 'no' } },
    NOW,
  )
  expect(decision).toMatchObject({
    end: { reason: 'JOB_INITIALIZATION_FAILURE', message: 'The location’s code could not be imported: no' },
  })
})
