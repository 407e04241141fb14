import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Paint } from '../terminal/paint.ts'
import type { OpProgress, Progress } from './progress.ts'
import { progressView, type ViewOptions } from './progress-view.ts'

const plain: Paint = (_, text) => text
const wide: ViewOptions = { now: 3_000, width: 80, height: 24, paint: plain }

function opOf(changes: Partial<OpProgress> & Pick<OpProgress, 'key'>): OpProgress {
  const counts = { running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, reused: 0, retries: 0 }
  return { mapOver: null, total: 1, ...counts, startedAt: undefined, endedAt: undefined, ...changes }
}

const mapped = { mapOver: { key: 'split', output: 'result' } }

const running: Progress = {
  ops: new Map(
    [
      opOf({ key: 'read', succeeded: 1, startedAt: 1_000, endedAt: 1_085 }),
      opOf({ key: 'fetch', waiting: 1, retries: 1, startedAt: 1_000 }),
      opOf({ key: 'summarise', ...mapped, total: 4, running: 1, succeeded: 2, retries: 1, startedAt: 2_000, endedAt: 2_500 }),
      opOf({ key: 'broken', failed: 1, startedAt: 1_000, endedAt: 1_100 }),
      opOf({ key: 'left_out', skipped: 1, endedAt: 2_500 }),
      opOf({ key: 'taken', reused: 1, endedAt: 2_500 }),
      opOf({ key: 'taken_all', ...mapped, total: 3, reused: 3, endedAt: 2_500 }),
      opOf({ key: 'report' }),
      opOf({ key: 'later', ...mapped, total: undefined }),
    ].map((op) => [op.key, op]),
  ),
  startedAt: 1_000,
  endedAt: undefined,
  isCanceling: false,
  end: undefined,
}

test('every op has a row with where it stands', () => {
  expect(progressView(running, wide)).toEqual([
    '',
    'running  2.0 s',
    '✓ read       85 ms',
    '↻ fetch      2.0 s  attempt 2  waiting to try again',
    '● summarise  1.0 s  ██████████░░░░░░░░░░ 2/4  1 retry',
    '✗ broken     100 ms',
    '- left_out   skipped',
    '- taken      reused',
    '- taken_all  reused  ████████████████████ 3/3',
    '· report',
    '· later',
  ])
})

test('rows are cut to the width of the terminal, whatever the colours', () => {
  const marked: Paint = (_, text) => `\u001b[1m${text}\u001b[0m`
  for (const row of progressView(running, { ...wide, width: 20, paint: marked })) {
    expect(stripVTControlCharacters(row).length).toBeLessThanOrEqual(20)
  }
  expect(progressView(running, { ...wide, width: 20 })[3]).toBe('↻ fetch      2.0 s …')
})

test('a terminal that is too low shows what matters most, in the order of the plan', () => {
  const rows = progressView(running, { ...wide, height: 7 })
  expect(rows.map((row) => row.split('  ')[0])).toEqual(['', 'running', '↻ fetch', '● summarise', '✗ broken', '… and 6 ops more'])
  expect(rows.length).toBeLessThan(7)
})

test('a run says when it has not started, when it stops, and how it ended', () => {
  expect(progressView({ ...running, startedAt: undefined }, wide)[1]).toBe('waiting for a worker')
  expect(progressView({ ...running, isCanceling: true }, wide)[1]).toBe('stopping  2.0 s')
  const ended = progressView({ ...running, endedAt: 2_000, end: 'FAILURE' }, { ...wide, now: 9_000 })
  expect(ended[1]).toBe('FAILURE  1.0 s')
  expect(ended[3]).toBe('! fetch      1.0 s  attempt 2  interrupted')
})
