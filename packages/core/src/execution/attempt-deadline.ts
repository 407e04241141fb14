import type { Clock } from '../foundation/clock.ts'
import { FrameworkError } from '../foundation/errors.ts'
import type { AbortCause } from '../plan/failure-facts.ts'

/** One attempt's abort signal: who aborted it, and the promise that ends waiting for a body that does not heed it. */
export interface AttemptDeadline {
  readonly signal: AbortSignal
  readonly cause: AbortCause | undefined
  /** From here on the attempt's time runs. */
  startClock(): void
  abort(cause: AbortCause): void
  /** Gives what the body gives; rejects `abortGraceMs` after an abort that the body has not answered. */
  race<T>(body: Promise<T>): Promise<T>
  /** Tells a body that may still be at work that its attempt has failed: nobody waits for it any more. */
  giveUp(error: unknown): void
  /** Stops the timers. */
  clear(): void
}

export interface AttemptDeadlineOptions {
  readonly clock: Clock
  readonly timeoutSeconds: number | null
  readonly abortGraceMs: number
}

class Deadline implements AttemptDeadline {
  readonly #options: AttemptDeadlineOptions
  readonly #controller: AbortController = new AbortController()
  /** Of the timers that are on; an attempt without any makes none, since most need none and each costs. */
  readonly #timers: Set<AbortController> = new Set()
  readonly #unheeded: PromiseWithResolvers<never> = Promise.withResolvers()
  #cause: AbortCause | undefined
  #isOver = false

  constructor(options: AttemptDeadlineOptions) {
    this.#options = options
    this.#unheeded.promise.catch(() => undefined)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get cause(): AbortCause | undefined {
    return this.#cause
  }

  startClock(): void {
    const { timeoutSeconds } = this.#options
    if (timeoutSeconds !== null && !this.#isOver) void this.#after(timeoutSeconds * 1_000, () => this.abort('timed-out'))
  }

  abort(cause: AbortCause): void {
    if (this.#cause !== undefined || this.#isOver) return
    this.#cause = cause
    this.#controller.abort(this.#errorOf(cause))
    void this.#after(this.#options.abortGraceMs, () => this.#unheeded.reject(this.#errorOf(cause)))
  }

  race<T>(body: Promise<T>): Promise<T> {
    return Promise.race([body, this.#unheeded.promise])
  }

  giveUp(error: unknown): void {
    if (!this.#controller.signal.aborted) this.#controller.abort(error)
  }

  clear(): void {
    this.#isOver = true
    for (const timer of this.#timers) timer.abort('over')
  }

  #errorOf(cause: AbortCause): FrameworkError {
    return cause === 'timed-out'
      ? new FrameworkError('STEP_TIMEOUT', { message: `The attempt took longer than its ${this.#options.timeoutSeconds} s.` })
      : new FrameworkError('CANCELED', { message: 'The run was canceled.' })
  }

  async #after(ms: number, then: () => void): Promise<void> {
    const timer = new AbortController()
    this.#timers.add(timer)
    await this.#options.clock.sleep(ms, timer.signal)
    this.#timers.delete(timer)
    if (!this.#isOver) then()
  }
}

export const attemptDeadline = (options: AttemptDeadlineOptions): AttemptDeadline => new Deadline(options)
