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
  /** Tells a body that may still be at work that its attempt has failed: nobody waits for it any more. */
  giveUp(error: unknown): void
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
  /** Of the timers that are on; an attempt without any makes none, since most need none and each costs. */
  const timers = new Set<AbortController>()
  const unheeded = Promise.withResolvers<never>()
  unheeded.promise.catch(() => undefined)
  let cause: AbortCause | undefined
  let isOver = false

  const errorOf = (why: AbortCause): FrameworkError =>
    why === 'timed-out'
      ? new FrameworkError('STEP_TIMEOUT', { message: `The attempt took longer than its ${timeoutSeconds} s.` })
      : new FrameworkError('CANCELED', { message: 'The run was canceled.' })

  async function after(ms: number, then: () => void): Promise<void> {
    const timer = new AbortController()
    timers.add(timer)
    await clock.sleep(ms, timer.signal)
    timers.delete(timer)
    if (!isOver) then()
  }

  function abort(why: AbortCause): void {
    if (cause !== undefined || isOver) return
    cause = why
    controller.abort(errorOf(why))
    void after(abortGraceMs, () => unheeded.reject(errorOf(why)))
  }

  if (timeoutSeconds !== null) void after(timeoutSeconds * 1_000, () => abort('timed-out'))
  return {
    signal: controller.signal,
    get cause() {
      return cause
    },
    abort,
    race: (body) => Promise.race([body, unheeded.promise]),
    giveUp(error) {
      if (!controller.signal.aborted) controller.abort(error)
    },
    clear() {
      isOver = true
      for (const timer of timers) timer.abort('over')
    },
  }
}
