import type { StepStatus } from '../generated/graphql.ts'
import type { Tone } from '../status/status-words.ts'
import { stepBars } from './step-bars.ts'
import type { StepState } from './step-list.ts'
import { fractionAt, type TimeScale } from './time-scale.ts'

/** What a row that stands for many steps says of them. */
export interface GroupSummary {
  readonly total: number
  readonly counts: Readonly<Partial<Record<StepStatus, number>>>
  readonly startedAt: number | null
  /** Null while any of them runs, or none has ended. */
  readonly endedAt: number | null
  /** How many steps needed more than one attempt. */
  readonly retried: number
  readonly tone: Tone
}

export function groupSummary(steps: readonly StepState[]): GroupSummary {
  const counts: Partial<Record<StepStatus, number>> = {}
  let startedAt: number | null = null
  let endedAt: number | null = null
  let retried = 0
  for (const step of steps) {
    counts[step.status] = (counts[step.status] ?? 0) + 1
    if (step.attempts.length > 1) retried += 1
    const first = step.attempts[0]?.startedAt
    const last = step.attempts.at(-1)?.endedAt
    if (first !== undefined) startedAt = Math.min(startedAt ?? first, first)
    if (last != null) endedAt = Math.max(endedAt ?? last, last)
  }
  const open = (counts.STARTED ?? 0) + (counts.UP_FOR_RETRY ?? 0) > 0
  return {
    total: steps.length,
    counts,
    startedAt,
    endedAt: open ? null : endedAt,
    retried,
    tone: groupTone(counts, steps.length),
  }
}

function groupTone(counts: GroupSummary['counts'], total: number): Tone {
  const has = (status: StepStatus): boolean => (counts[status] ?? 0) > 0
  if (has('FAILURE')) return 'failure'
  if (has('STARTED')) return 'running'
  if (has('UP_FOR_RETRY')) return 'retry'
  if (has('INTERRUPTED')) return 'cancelled'
  const done = (counts.SUCCESS ?? 0) + (counts.REUSED ?? 0) + (counts.MARKED_DONE ?? 0)
  if (done > 0 && (counts.NOT_STARTED ?? 0) === 0) return 'success'
  return done > 0 && done < total ? 'running' : 'skipped'
}

/** A stretch of a group's bar: how many of its steps were at work there, 1 (few) to 4 (the most there ever were). */
export interface DensityBar {
  readonly from: number
  readonly to: number
  /** `failure` bars are drawn over the others: attempts that failed, whatever became of their step. */
  readonly tone: Tone
  readonly level: 1 | 2 | 3 | 4
}

const SLICES = 120
const CONCERN: readonly Tone[] = ['running', 'cancelled', 'success', 'skipped']

/** The attempts of many steps drawn as one bar, in fractions of the scale. Costs the number of attempts, not their product with the slices. */
export function densityBars(steps: readonly StepState[], scale: TimeScale, now: number): readonly DensityBar[] {
  const changes = new Map<Tone, Int32Array>()
  for (const step of steps) {
    for (const bar of stepBars(step)) {
      if (bar.kind === 'wait') continue
      const from = Math.min(SLICES - 1, Math.floor(fractionAt(scale, bar.start) * SLICES))
      const to = Math.max(from + 1, Math.ceil(fractionAt(scale, bar.end ?? now) * SLICES))
      const row = changes.get(bar.tone) ?? new Int32Array(SLICES + 1)
      row[from] = (row[from] ?? 0) + 1
      row[to] = (row[to] ?? 0) - 1
      changes.set(bar.tone, row)
    }
  }
  const counts = new Map([...changes].map(([tone, row]) => [tone, runningSums(row)]))
  const failures = counts.get('failure')
  const all = Array.from({ length: SLICES }, (_, i) => [...counts.values()].reduce((sum, row) => sum + (row[i] ?? 0), 0))
  const most = Math.max(1, ...all)
  const toneAt = (i: number): Tone => CONCERN.find((tone) => (counts.get(tone)?.[i] ?? 0) > 0) ?? 'failure'
  const base = mergeSlices(all, most, toneAt)
  return failures ? [...base.filter((bar) => bar.tone !== 'failure'), ...mergeSlices(failures, most, () => 'failure')] : base
}

function runningSums(changes: Int32Array): readonly number[] {
  let sum = 0
  return Array.from(changes.subarray(0, SLICES), (change) => {
    sum += change
    return sum
  })
}

function mergeSlices(counts: readonly number[], most: number, toneAt: (slice: number) => Tone): readonly DensityBar[] {
  const bars: { from: number; to: number; tone: Tone; level: 1 | 2 | 3 | 4 }[] = []
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue
    const tone = toneAt(i)
    const level = Math.max(1, Math.ceil((count / most) * 4)) as 1 | 2 | 3 | 4
    const last = bars.at(-1)
    if (last && last.to === i / SLICES && last.tone === tone && last.level === level) last.to = (i + 1) / SLICES
    else bars.push({ from: i / SLICES, to: (i + 1) / SLICES, tone, level })
  }
  return bars
}
