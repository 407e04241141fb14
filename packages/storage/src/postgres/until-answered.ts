import { type Clock, isFrameworkError, type Random } from '@pawl/core/plugin'
import { isLost } from './postgres-error.ts'

export interface RetryOptions {
  /** How long one operation is tried again while the server is away or busy, in milliseconds. */
  readonly deadlineMs: number
  readonly clock: Clock
  readonly random: Random
  /** Aborts when the storage is being closed: nobody waits for a server that may not come back. */
  readonly signal: AbortSignal
  /** Codes of errors after which an operation is tried again in any case. */
  readonly passing: ReadonlySet<string>
}

/** One try of an operation. */
export interface Attempt {
  /** Set to false before something is sent that must not be carried out twice. */
  isRepeatable: boolean
}

const FIRST_PAUSE_MS = 4
const LONGEST_PAUSE_MS = 1000

/** Nothing was carried out, and the same may go well a moment later. */
export const PASSING: ReadonlySet<string> = new Set(['STORAGE_BUSY', 'STORAGE_UNREACHABLE'])
/** The same for a server that nobody has seen yet: if it cannot be reached, its address may be wrong. */
export const PASSING_AT_FIRST: ReadonlySet<string> = new Set(['STORAGE_BUSY'])

/**
 * Tries an operation until the server has answered it: again after a deadlock, while it is starting or full, and while it
 * cannot be reached. Where the connection was lost on the way, the operation may have been carried out all the same: it is
 * tried again only if that does no harm. Throws the last error after the deadline.
 */
export async function untilAnswered<Result>(
  { deadlineMs, clock, random, signal, passing }: RetryOptions,
  work: (attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  let failedAt: number | undefined
  for (let tries = 0; ; tries++) {
    const attempt: Attempt = { isRepeatable: true }
    try {
      return await work(attempt)
    } catch (error) {
      const mayPass = isFrameworkError(error) && passing.has(error.code)
      const mayRepeat = isLost(error) && attempt.isRepeatable
      failedAt ??= clock.now()
      if (!(mayPass || mayRepeat) || signal.aborted || clock.now() - failedAt >= deadlineMs) throw error
    }
    await clock.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries) * random(), signal)
  }
}
