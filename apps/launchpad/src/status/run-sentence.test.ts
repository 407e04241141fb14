import { expect, test } from 'vitest'
import { type DescribedRun, runSentence } from './run-sentence.ts'
import { runDurationMs, runPhases } from './run-times.ts'

const run: DescribedRun = {
  status: 'STARTED',
  createdAt: 1000,
  startingAt: 1500,
  startedAt: 2000,
  endedAt: null,
  notBefore: null,
  cancelCause: null,
  failure: null,
  stepCounts: { total: 5, success: 2, reused: 1, markedDone: 0, started: 1, upForRetry: 0 },
}

test.each<[Partial<DescribedRun>, string]>([
  [{ status: 'QUEUED', startingAt: null, startedAt: null }, 'Waiting in the queue for 9.0 s.'],
  [{ status: 'QUEUED', startingAt: null, startedAt: null, notBefore: 12_300 }, 'Waiting for its retry delay: 3 s left.'],
  [{ status: 'QUEUED', startingAt: null, startedAt: null, notBefore: 9000 }, 'Waiting in the queue for 9.0 s.'],
  [{ status: 'STARTING', startedAt: null }, 'Starting a worker for 8.5 s.'],
  [{}, 'Running for 8.0 s: 3 of 5 steps done, 1 of them reused, 1 in progress.'],
  [
    { stepCounts: { total: 1, success: 0, reused: 0, markedDone: 0, started: 0, upForRetry: 1 } },
    'Running for 8.0 s: 0 of 1 step done, 0 in progress, 1 waiting to retry.',
  ],
  [{ status: 'SUCCESS', endedAt: 4500 }, 'Succeeded in 2.5 s: 3 of 5 steps done, 1 of them reused.'],
  [
    { status: 'FAILURE', endedAt: 4500, failure: { stepKey: 'fetch', attempt: 3, reason: 'STEP_FAILURE' } },
    'Failed after 2.5 s: step fetch failed in attempt 3.',
  ],
  [
    { status: 'FAILURE', endedAt: 4500, failure: { stepKey: null, attempt: null, reason: 'UNEXPECTED_TERMINATION' } },
    'Failed after 2.5 s: its worker process died.',
  ],
  [{ status: 'CANCELED', startingAt: null, startedAt: null, endedAt: 3000 }, 'Canceled before it started.'],
  [{ status: 'CANCELED', endedAt: 3000, cancelCause: 'shutdown' }, 'Canceled after 1.0 s because Pawl shut down.'],
])('%o reads as "%s"', (change, sentence) => {
  expect(runSentence({ ...run, ...change }, 10_000)).toBe(sentence)
})

test('the time a run takes is split into waiting, starting and working', () => {
  expect(runPhases({ ...run, endedAt: 4500, status: 'SUCCESS' }, 99_999)).toEqual({
    queuedMs: 500,
    startingMs: 500,
    runningMs: 2500,
  })
  expect(runPhases({ ...run, startedAt: null }, 3000)).toEqual({ queuedMs: 500, startingMs: 1500, runningMs: null })
})

test('a run canceled in the queue has no duration, and one that runs has a growing one', () => {
  expect(runDurationMs({ ...run, status: 'CANCELED', startedAt: null, endedAt: 5000 }, 6000)).toBeNull()
  expect(runDurationMs(run, 3000)).toBe(1000)
})
