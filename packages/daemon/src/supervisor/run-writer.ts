import {
  type ClaimResult,
  type ClaimRound,
  type Clock,
  isFrameworkError,
  type RunQueue,
  type RunStorage,
  type RunWrite,
  type WriteResult,
} from '@pawl/core/plugin'

interface Waiting {
  readonly write: RunWrite
  readonly answer: PromiseWithResolvers<WriteResult>
}

type Claims = Omit<ClaimRound, 'alongside'>

interface WaitingClaims {
  readonly claims: Claims
  readonly answer: PromiseWithResolvers<readonly ClaimResult[]>
}

/** What goes into one transaction. */
interface Group {
  readonly writes: readonly Waiting[]
  readonly claims: WaitingClaims | undefined
}

export interface RunWriterOptions {
  readonly storage: Pick<RunStorage, 'write'>
  readonly queue: Pick<RunQueue, 'claimRuns'>
  readonly clock: Clock
  /** Calls back after the turn's input: what several workers have sent by then shares a commit. */
  readonly defer: (work: () => void) => void
  /** Told of each failure that is followed by another try. */
  readonly report: (error: unknown) => void
}

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000

const MISTAKES = ['RUN_EXISTS', 'STORAGE_TEXT_REFUSED', 'STORAGE_VALUE_REFUSED']

/** A mistake in what is to be written: it fails the same way however often it is tried, and would keep all others waiting for ever. */
const isMistake = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || MISTAKES.some((code) => isFrameworkError(error, code))

/**
 * Group commit: everything that waits when the storage is free goes into one transaction. Writes of one run keep their order; claims come
 * after the writes, so that runs which end make room for those which start.
 *
 *   waiting ──the one before has ended──▶ in the transaction ──▶ answered
 *                                              ├──the storage failed──▶ the same transaction again, after a pause
 *                                              └──a mistake in one of the writes──▶ each by itself; that one is rejected
 *
 * A transaction that fails is repeated until it succeeds or the writer is stopped: an answer may have been lost, and the storage answers
 * a batch it has already written as such.
 */
export class RunWriter {
  readonly #options: RunWriterOptions
  readonly #stopped: AbortController = new AbortController()
  #waiting: Waiting[] = []
  #waitingClaims: WaitingClaims[] = []
  #isScheduled = false
  #writing: Promise<void> | undefined

  constructor(options: RunWriterOptions) {
    this.#options = options
  }

  /** @throws what is wrong with the write itself; the storage's error, only after {@link stop} */
  write(write: RunWrite): Promise<WriteResult> {
    const answer = Promise.withResolvers<WriteResult>()
    this.#waiting.push({ write, answer })
    this.#schedule()
    return answer.promise
  }

  /** @throws as {@link write} */
  claim(claims: Claims): Promise<readonly ClaimResult[]> {
    const answer = Promise.withResolvers<readonly ClaimResult[]>()
    this.#waitingClaims.push({ claims, answer })
    this.#schedule()
    return answer.promise
  }

  /** Writes what is waiting, and gives up on what fails from now on. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    while (this.#writing !== undefined || this.#hasWaiting) await (this.#writing ?? this.#writeAll())
  }

  get #hasWaiting(): boolean {
    return this.#waiting.length > 0 || this.#waitingClaims.length > 0
  }

  #schedule(): void {
    if (this.#isScheduled || this.#writing !== undefined) return
    this.#isScheduled = true
    this.#options.defer(() => {
      this.#isScheduled = false
      void this.#writeAll()
    })
  }

  #writeAll(): Promise<void> {
    if (this.#writing !== undefined || !this.#hasWaiting) return this.#writing ?? Promise.resolve()
    const group = { writes: this.#waiting, claims: this.#waitingClaims.shift() }
    this.#waiting = []
    this.#writing = this.#writeGroup(group).finally(() => {
      this.#writing = undefined
      if (this.#hasWaiting) this.#schedule()
    })
    return this.#writing
  }

  /** Repeats a failing transaction, with growing pauses; never rejects. */
  async #writeGroup(group: Group): Promise<void> {
    const { clock, report } = this.#options
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.#commit(group)
      } catch (error) {
        if (isMistake(error) || this.#stopped.signal.aborted) return await this.#giveUp(group, error)
        report(error)
        await clock.sleep(pause, this.#stopped.signal)
      }
    }
  }

  async #commit({ writes, claims }: Group): Promise<void> {
    const { storage, queue } = this.#options
    const alongside = writes.map(({ write }) => write)
    const answers =
      claims === undefined
        ? { alongside: await storage.write(alongside), claims: [] }
        : await queue.claimRuns({ ...claims.claims, alongside })
    for (const [index, { answer }] of writes.entries()) answerWith(answer, answers.alongside[index])
    claims?.answer.resolve(answers.claims)
  }

  async #giveUp({ writes, claims }: Group, error: unknown): Promise<void> {
    const parts = [
      ...writes.map((write): Group => ({ writes: [write], claims: undefined })),
      ...(claims === undefined ? [] : [{ writes: [], claims }]),
    ]
    // What is wrong with one of them must not take the others with it.
    if (parts.length > 1) for (const part of parts) await this.#writeGroup(part)
    else {
      writes[0]?.answer.reject(error)
      claims?.answer.reject(error)
    }
  }
}

function answerWith(answer: PromiseWithResolvers<WriteResult>, result: WriteResult | undefined): void {
  if (result === undefined) answer.reject(new TypeError('A run storage answers every write; this one gave no answer.'))
  else answer.resolve(result)
}
