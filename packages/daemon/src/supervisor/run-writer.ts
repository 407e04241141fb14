import type { RunStorage, RunWrite, WriteResult } from '@pawl/core/plugin'

interface Waiting {
  readonly write: RunWrite
  readonly answer: PromiseWithResolvers<WriteResult>
}

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000

/**
 * Group commit: everything that waits when the storage is free goes into one transaction. Writes of one run keep their order.
 *
 *   waiting ──the one before has ended──▶ in the transaction ──▶ answered
 *                                              └──it failed──▶ waiting, in its old place, after a pause
 *
 * A transaction that fails is repeated until it succeeds or the writer is stopped: an answer may have been lost, and the storage answers
 * a batch it has already written as such.
 */
export class RunWriter {
  readonly #storage: Pick<RunStorage, 'write'>
  readonly #report: (error: unknown) => void
  #waiting: Waiting[] = []
  #isScheduled = false
  #isWriting = false
  #isStopped = false

  constructor(storage: Pick<RunStorage, 'write'>, report: (error: unknown) => void) {
    this.#storage = storage
    this.#report = report
  }

  /** @throws the storage's error, only after {@link stop} */
  write(write: RunWrite): Promise<WriteResult> {
    const answer = Promise.withResolvers<WriteResult>()
    this.#waiting.push({ write, answer })
    this.#schedule()
    return answer.promise
  }

  /** Writes what is waiting, once, and gives up on what fails then. */
  async stop(): Promise<void> {
    this.#isStopped = true
    while (this.#isWriting || this.#waiting.length > 0) {
      if (this.#isWriting) await new Promise((resolve) => setTimeout(resolve, 5))
      else await this.#writeAll()
    }
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isWriting) return
    this.#isScheduled = true
    // After the turn's input: what several workers have sent by now shares a commit.
    setImmediate(() => {
      this.#isScheduled = false
      void this.#writeAll()
    })
  }

  async #writeAll(): Promise<void> {
    if (this.#isWriting || this.#waiting.length === 0) return
    this.#isWriting = true
    const group = this.#waiting
    this.#waiting = []
    const failure = await this.#writeGroup(group)
    this.#isWriting = false
    if (failure !== undefined && this.#isStopped) for (const { answer } of group) answer.reject(failure.error)
    else if (failure !== undefined) this.#waiting = [...group, ...this.#waiting]
    if (this.#waiting.length > 0) this.#schedule()
  }

  /** Repeats a failing transaction, with growing pauses. */
  async #writeGroup(group: readonly Waiting[]): Promise<{ readonly error: unknown } | undefined> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const results = await this.#storage.write(group.map(({ write }) => write))
        group.forEach(({ answer }, index) => {
          const result = results[index]
          if (result !== undefined) answer.resolve(result)
        })
        return undefined
      } catch (error) {
        this.#report(error)
        if (this.#isStopped) return { error }
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }
}
