import { formatCount } from '../format/amount.ts'
import { formatDuration } from '../format/duration.ts'
import { STEP_STATUS_WORDS } from '../status/status-words.ts'
import { type GroupSummary, groupSummary } from './group-summary.ts'
import { stepElapsedMs } from './step-bars.ts'
import type { StepState } from './step-list.ts'
import type { TimelineRow } from './timeline-rows.ts'

/** What a screen reader says of a row: everything its bars show. */
export function rowName(row: TimelineRow, now: number): string {
  if (row.kind === 'step') return stepName(row.step, now)
  const summary = groupSummary(row.steps)
  const kind = row.kind === 'graph' ? 'graph' : 'mapped step'
  return `${kind} ${row.id}, ${formatCount(summary.total, 'step')}: ${countsInWords(summary)}`
}

function stepName(step: StepState, now: number): string {
  const word = STEP_STATUS_WORDS[step.status].word.toLowerCase()
  const attempt = step.attempts.length > 1 ? `, attempt ${step.attempts.at(-1)?.number} of ${step.attempts.length} so far` : ''
  const elapsed = stepElapsedMs(step, now)
  if (elapsed === null) return `step ${step.key}, ${word}`
  const link = step.status === 'STARTED' || step.status === 'UP_FOR_RETRY' ? 'for' : step.status === 'SUCCESS' ? 'in' : 'after'
  return `step ${step.key}${attempt}, ${word} ${link} ${formatDuration(elapsed)}`
}

const ORDER = [
  'FAILURE',
  'UP_FOR_RETRY',
  'STARTED',
  'INTERRUPTED',
  'SUCCESS',
  'REUSED',
  'MARKED_DONE',
  'SKIPPED',
  'NOT_STARTED',
] as const

/** `2 failed, 58 succeeded`: what needs eyes comes first. */
export const countsInWords = (summary: GroupSummary): string =>
  ORDER.filter((status) => (summary.counts[status] ?? 0) > 0)
    .map((status) => `${summary.counts[status]} ${STEP_STATUS_WORDS[status].word.toLowerCase()}`)
    .join(', ')
