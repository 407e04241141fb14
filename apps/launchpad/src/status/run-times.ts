import type { RunStatus } from '../generated/graphql.ts'
import { isFinishedRun } from './status-words.ts'

/** UTC milliseconds. */
export interface RunTimes {
  readonly status: RunStatus
  readonly createdAt: number
  readonly startingAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
}

/** Milliseconds of each phase a run has reached; a phase that never began is null. */
export interface RunPhases {
  readonly queuedMs: number
  readonly startingMs: number | null
  readonly runningMs: number | null
}

export function runPhases(run: RunTimes, now: number): RunPhases {
  const end = run.endedAt ?? now
  return {
    queuedMs: Math.max(0, (run.startingAt ?? run.startedAt ?? end) - run.createdAt),
    startingMs: run.startingAt === null ? null : Math.max(0, (run.startedAt ?? end) - run.startingAt),
    runningMs: run.startedAt === null ? null : Math.max(0, end - run.startedAt),
  }
}

/** What a list's duration column shows: the time of the work, which queueing is not; null before it began. */
export const runDurationMs = (run: RunTimes, now: number): number | null => {
  if (isFinishedRun(run.status) && run.endedAt === null) return null
  return runPhases(run, now).runningMs
}
