/** An attempt with a timeout that is on. */
export interface TimedAttempt {
  readonly stepKey: string
  readonly attempt: number
  /** When its start was durable; milliseconds of the supervisor's observed time. */
  readonly startedAt: number
  /** The same as UTC milliseconds. */
  readonly startedAtUtc: number
  readonly timeoutSeconds: number
}

/** What the deadlines of a run depend on; all times are milliseconds of the supervisor's observed time. */
export interface RunProgress {
  /** Since when it has waited for a worker, not counting that others were at work in the place that it is to have. */
  readonly waitingSince: number | undefined
  /** When it was first given to a worker. */
  readonly givenAt: number | undefined
  /** Its worker has begun to tell of it. */
  readonly hasBegun: boolean
  /** When its start was durable. */
  readonly startedAt: number | undefined
  /** How long it may run; milliseconds. */
  readonly maxRuntimeMs: number | undefined
  /** When its worker was told to stop it. */
  readonly cancelSentAt: number | undefined
  readonly timedAttempts: Iterable<TimedAttempt>
}

export interface RunDeadlines {
  /** From when nobody was in its place any more, or it was given to a worker, to its start; milliseconds. */
  readonly startTimeoutMs: number
  /** What a worker has, beyond an attempt's own grace, before it is killed for an attempt or a run that does not stop. */
  readonly killGraceMs: number
}

export type PassedDeadline =
  /** The attempt is still on although its time and its grace were up: its process cannot have heard its own timer. */
  | { readonly kind: 'attempt-overdue'; readonly attempt: TimedAttempt }
  /** It does not stop. */
  | { readonly kind: 'cancel-unheeded' }
  /** Longer than its maximum runtime allows. */
  | { readonly kind: 'ran-too-long' }
  | { readonly kind: 'not-started' }

/** The deadline that a run has let pass, if any. Code that is merely busy has none. */
export function passedDeadline(run: RunProgress, now: number, limits: RunDeadlines): PassedDeadline | undefined {
  const { waitingSince, givenAt = waitingSince, hasBegun, startedAt, maxRuntimeMs, cancelSentAt } = run
  for (const attempt of run.timedAttempts) {
    const end = attempt.startedAt + attempt.timeoutSeconds * 1_000 + limits.killGraceMs
    if (now > end) return { kind: 'attempt-overdue', attempt }
  }
  if (cancelSentAt !== undefined && now > cancelSentAt + limits.killGraceMs) return { kind: 'cancel-unheeded' }
  const hasStopTime = cancelSentAt === undefined && startedAt !== undefined && maxRuntimeMs !== undefined
  if (hasStopTime && now > startedAt + maxRuntimeMs) return { kind: 'ran-too-long' }
  if (givenAt !== undefined && !hasBegun && now > givenAt + limits.startTimeoutMs) return { kind: 'not-started' }
  return undefined
}
