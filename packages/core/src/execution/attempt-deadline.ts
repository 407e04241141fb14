import type { Clock } from '../foundation/clock.ts'
import { FrameworkError } from '../foundation/errors.ts'
import type { AbortCause } from '../plan/failure-facts.ts'

/** One attempt's abort signal: who aborted it, and the promise that ends waiting for a body that does not heed it. */
export interface AttemptDeadline {
  readonly signal: AbortSignal
  readonly cause: AbortCause | undefined
  abort(cause: AbortCause): void
  /** Gives what the body gives; rejects `abortGraceMs` after an abort that the body has not answered. */
  race<T>(body: Promise<T>): Promise<T>
  /** Stops the timers. */
  clear(): void
}

export function attemptDeadline(options: {
  readonly clock: Clock
  readonly timeoutSeconds: number | null
  readonly abortGraceMs: number
}): AttemptDeadline {
  const { clock, timeoutSeconds, abortGraceMs } = options
  const controller = new AbortController()
  const over = new AbortController()
  const unheeded = Promise.withResolvers<never>()
  unheeded.promise.catch(() => undefined)
  let cause: AbortCause | undefined

  const errorOf = (why: AbortCause): FrameworkError =>
    why === 'timed-out'
      ? new FrameworkError('STEP_TIMEOUT', { message: `The attempt took longer than its ${timeoutSeconds} s.` })
      : new FrameworkError('CANCELED', { message: 'The run was canceled.' })

  function abort(why: AbortCause): void {
    if (cause !== undefined || over.signal.aborted) return
    cause = why
    controller.abort(errorOf(why))
    void clock.sleep(abortGraceMs, over.signal).then(() => {
      if (!over.signal.aborted) unheeded.reject(errorOf(why))
    })
  }

  if (timeoutSeconds !== null) {
    void clock.sleep(timeoutSeconds * 1_000, over.signal).then(() => {
      if (!over.signal.aborted) abort('timed-out')
    })
  }
  return {
    signal: controller.signal,
    get cause() {
      return cause
    },
    abort,
    race: (body) => Promise.race([body, unheeded.promise]),
    clear: () => over.abort(),
  }
}
