import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { OpProgress, Progress } from './progress.ts'
import type { Paint } from './progress-text.ts'
import { progressView } from './progress-view.ts'

const plain: Paint = (_, text) => text

function opOf(changes: Partial<OpProgress> & Pick<OpProgress, 'key'>): OpProgress {
  const counts = { running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, retries: 0 }
  return { mapOver: null, total: 1, ...counts, startedAt: undefined, endedAt: undefined, ...changes }
}

const mapped = { mapOver: { key: 'split', output: 'result' } }

const progressOf = (...ops: readonly OpProgress[]): Progress => ({
  ops: new Map(ops.map((op) => [op.key, op])),
  startedAt: 1_000,
  endedAt: undefined,
  end: undefined,
})

const running = progressOf(
  opOf({ key: 'read', succeeded: 1, startedAt: 1_000, endedAt: 1_085 }),
  opOf({ key: 'fetch', waiting: 1, retries: 1, startedAt: 1_000 }),
  opOf({ key: 'summarise', ...mapped, total: 4, running: 1, succeeded: 2, startedAt: 2_000, endedAt: 2_500 }),
  opOf({ key: 'broken', failed: 1, startedAt: 1_000, endedAt: 1_100 }),
  opOf({ key: 'left_out', skipped: 1, endedAt: 2_500 }),
  opOf({ key: 'report' }),
  opOf({ key: 'later', ...mapped, total: undefined }),
)

test('every op has a row with where it stands', () => {
  expect(progressView(running, 3_000, 80, plain)).toEqual([
    '',
    'running  2.0 s',
    '✓ read       85 ms',
    '↻ fetch      2.0 s  attempt 2  waiting to try again',
    '● summarise  1.0 s  ██████████░░░░░░░░░░ 2/4',
    '✗ broken     100 ms',
    '- left_out   skipped',
    '· report',
    '· later',
  ])
})

test('rows are cut to the width of the terminal, whatever the colours', () => {
  const marked: Paint = (_, text) => `\u001b[1m${text}\u001b[0m`
  for (const row of progressView(running, 3_000, 20, marked)) {
    expect(stripVTControlCharacters(row).length).toBeLessThanOrEqual(20)
  }
  expect(progressView(running, 3_000, 20, plain)[3]).toBe('↻ fetch      2.0 s …')
})

test('a run says when it has not started, and how it ended', () => {
  const queued: Progress = { ...running, startedAt: undefined }
  expect(progressView(queued, 3_000, 80, plain)[1]).toBe('waiting for a worker')
  const ended: Progress = { ...running, endedAt: 2_000, end: 'FAILURE' }
  expect(progressView(ended, 9_000, 80, plain)[1]).toBe('FAILURE  1.0 s')
})
