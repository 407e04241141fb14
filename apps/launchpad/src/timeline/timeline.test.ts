import { expect, test } from 'vitest'
import { densityBars, groupSummary } from './group-summary.ts'
import { rowName } from './row-name.ts'
import { stepBars, stepElapsedMs } from './step-bars.ts'
import { NO_STEPS, type StepState, withSteps } from './step-list.ts'
import { fractionAt, ticks, timeScale } from './time-scale.ts'
import { type TimelineRow, type TimelineView, timelineRows } from './timeline-rows.ts'

const step = (key: string, status: StepState['status'], ...times: readonly (readonly [number, number | null])[]): StepState => ({
  key,
  opKey: key.replace(/\[.*\]$/, ''),
  mappingKey: /\[(.+)\]$/.exec(key)?.[1] ?? null,
  status,
  attempts: times.map(([startedAt, endedAt], i) => ({ number: i + 1, startedAt, endedAt })),
  startedAt: times.at(-1)?.[0] ?? null,
  endedAt: times.at(-1)?.[1] ?? null,
  retryAt: null,
})

const steps = withSteps(NO_STEPS, [
  step('fetch', 'SUCCESS', [0, 10], [30, 40]),
  step('clean.parse', 'SUCCESS', [40, 50]),
  step('clean.check', 'FAILURE', [50, 90]),
  step('chunk[a]', 'SUCCESS', [60, 70]),
  step('chunk[b]', 'STARTED', [65, null]),
  step('chunk[c]', 'NOT_STARTED'),
  step('report', 'NOT_STARTED'),
])
const view: TimelineView = { toggled: new Set(), hidden: new Set(), search: '', sort: 'plan' }
const shown = (change: Partial<TimelineView>): string[] =>
  timelineRows(steps, { ...view, ...change }).map(
    (row) => `${'  '.repeat(row.level - 1)}${row.label} ${row.position}/${row.siblings}`,
  )

test('graphs are open, mapped ops are one row', () => {
  expect(shown({})).toEqual(['fetch 1/4', 'clean 2/4', '  parse 1/2', '  check 2/2', 'chunk 3/4', 'report 4/4'])
})

test('a row can be folded and unfolded', () => {
  expect(shown({ toggled: new Set(['clean', 'chunk']) })).toEqual([
    'fetch 1/4',
    'clean 2/4',
    'chunk 3/4',
    '  [a] 1/3',
    '  [b] 2/3',
    '  [c] 3/3',
    'report 4/4',
  ])
})

test('what is hidden or not searched for leaves no empty branch, and a search opens what it is in', () => {
  expect(shown({ hidden: new Set(['SUCCESS', 'NOT_STARTED']) })).toEqual(['clean 1/2', '  check 1/1', 'chunk 2/2'])
  expect(shown({ search: 'CHUNK[B' })).toEqual(['chunk 1/1', '  [b] 1/1'])
})

test('rows can be sorted, each level on its own', () => {
  expect(shown({ sort: 'name' })).toEqual(['chunk 1/4', 'clean 2/4', '  check 1/2', '  parse 2/2', 'fetch 3/4', 'report 4/4'])
  expect(shown({ sort: 'duration' }).slice(0, 2)).toEqual(['chunk 1/4', 'clean 2/4'])
})

test('each attempt is a bar, and so is each wait for the next', () => {
  const waiting = { ...step('fetch', 'UP_FOR_RETRY', [0, 10], [30, 40]), retryAt: 100 }
  expect(stepBars(waiting)).toEqual([
    { kind: 'attempt', number: 1, tone: 'failure', start: 0, end: 10 },
    { kind: 'wait', start: 10, end: 30 },
    { kind: 'attempt', number: 2, tone: 'failure', start: 30, end: 40 },
    { kind: 'wait', start: 40, end: 100 },
  ])
  expect(stepBars(step('a', 'STARTED', [5, null]))).toEqual([
    { kind: 'attempt', number: 1, tone: 'running', start: 5, end: null },
  ])
  expect(stepElapsedMs(waiting, 70)).toBe(70)
  expect(stepElapsedMs(step('a', 'SUCCESS', [0, 10], [30, 40]), 999)).toBe(40)
})

test('a group counts what its steps do', () => {
  const chunks = [...steps.byKey.values()].filter((each) => each.opKey === 'chunk')
  expect(groupSummary(chunks)).toEqual({
    total: 3,
    counts: { SUCCESS: 1, STARTED: 1, NOT_STARTED: 1 },
    startedAt: 60,
    endedAt: null,
    retried: 0,
    tone: 'running',
  })
})

test('the bar of a group gets denser where more runs at once, with what failed drawn over it', () => {
  const many = [
    step('m[1]', 'SUCCESS', [0, 60]),
    step('m[2]', 'SUCCESS', [0, 60]),
    step('m[3]', 'FAILURE', [60, 120]),
    step('m[4]', 'SUCCESS', [60, 90]),
  ]
  expect(densityBars(many, timeScale(0, 120), 120)).toEqual([
    { from: 0, to: 0.75, tone: 'success', level: 4 },
    { from: 0.5, to: 1, tone: 'failure', level: 2 },
  ])
})

test('ticks are round and few', () => {
  const { stepMs, ticks: marks } = ticks(timeScale(1000, 13_000), 8)
  expect(stepMs).toBe(2000)
  expect(marks.map(({ offsetMs }) => offsetMs)).toEqual([0, 2000, 4000, 6000, 8000, 10_000, 12_000])
  expect(ticks(timeScale(0, 40 * 24 * 3_600_000), 8).ticks.length).toBeLessThanOrEqual(9)
  expect(fractionAt(timeScale(0, 0), 5)).toBe(1)
})

test('a row says in words what its bars show', () => {
  const rows = timelineRows(steps, view)
  const named = (id: string): string => rowName(rows.find((row) => row.id === id) as TimelineRow, 100)
  expect(named('fetch')).toBe('step fetch, attempt 2 of 2 so far, succeeded in 40 ms')
  expect(named('clean.check')).toBe('step clean.check, failed after 40 ms')
  expect(named('chunk')).toBe('mapped step chunk, 3 steps: 1 running, 1 succeeded, 1 not started')
  expect(named('report')).toBe('step report, not started')
})

test('ten thousand mapped steps are laid out in a moment of few passes', () => {
  const many = withSteps(
    NO_STEPS,
    Array.from({ length: 10_000 }, (_, i) => step(`m[${i}]`, 'SUCCESS', [i, i + 5])),
  )
  const rows = timelineRows(many, { ...view, toggled: new Set(['m']) })
  expect(rows).toHaveLength(10_001)
  expect(rows[0]).toMatchObject({ kind: 'mapped', open: true })
})
