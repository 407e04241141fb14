import type { Tone } from '../status/status-words.ts'
import type { StepState } from './step-list.ts'

/** A stretch of time of one step; `end` null means "until now". UTC milliseconds. */
export type StepBar =
  | {
      readonly kind: 'attempt'
      readonly number: number
      readonly tone: Tone
      readonly start: number
      readonly end: number | null
    }
  /** Between two attempts, or until the next one may start. */
  | { readonly kind: 'wait'; readonly start: number; readonly end: number | null }

/** The attempts of a step and the waits between them, in order. */
export function stepBars(step: StepState): readonly StepBar[] {
  const bars: StepBar[] = []
  for (const [index, attempt] of step.attempts.entries()) {
    const previous = step.attempts[index - 1]
    if (previous?.endedAt != null && attempt.startedAt > previous.endedAt) {
      bars.push({ kind: 'wait', start: previous.endedAt, end: attempt.startedAt })
    }
    const isLast = index === step.attempts.length - 1
    const tone = isLast ? lastTone(step, attempt.endedAt) : 'failure'
    bars.push({ kind: 'attempt', number: attempt.number, tone, start: attempt.startedAt, end: attempt.endedAt })
  }
  const last = step.attempts.at(-1)
  if (step.status === 'UP_FOR_RETRY' && last?.endedAt != null) {
    bars.push({ kind: 'wait', start: last.endedAt, end: step.retryAt === null ? null : Math.max(step.retryAt, last.endedAt) })
  }
  return bars
}

function lastTone(step: StepState, endedAt: number | null): Tone {
  switch (step.status) {
    case 'FAILURE':
    case 'UP_FOR_RETRY':
      return 'failure'
    case 'INTERRUPTED':
      return 'cancelled'
    case 'SUCCESS':
    case 'MARKED_DONE':
    case 'REUSED':
      return 'success'
    default:
      return endedAt === null ? 'running' : 'skipped'
  }
}

/** From the first attempt's start to the last one's end: waits count, because people wait for them too. */
export function stepElapsedMs(step: StepState, now: number): number | null {
  const [first] = step.attempts
  const last = step.attempts.at(-1)
  if (!first || !last) return null
  const open = last.endedAt === null || step.status === 'UP_FOR_RETRY'
  return Math.max(0, (open ? now : (last.endedAt ?? now)) - first.startedAt)
}
