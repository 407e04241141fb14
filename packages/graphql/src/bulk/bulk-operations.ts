import { randomUUID } from 'node:crypto'
import type { BulkAction, BulkFailure, BulkOperation } from '../generated/schema-types.ts'

/** Failures and new runs that are told. */
const SHOWN = 100
/** Operations that are remembered, those under way aside. */
const MOST_KEPT = 50

/** What became of one run. */
export type BulkResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'launched'; readonly runId: string }
  | { readonly kind: 'failed'; readonly message: string }

export interface BulkWork {
  readonly action: BulkAction
  readonly runIds: readonly string[]
  /** Does it to one run; what it throws is the failure of that run. */
  readonly act: (runId: string) => Promise<BulkResult>
}

interface Progress {
  readonly work: BulkWork
  readonly id: string
  readonly startedAt: number
  done: number
  failureCount: number
  endedAt: number | null
  readonly failures: BulkFailure[]
  readonly launched: string[]
}

export interface BulkOptions {
  readonly now: () => number
  /** In words for a client, of whatever was thrown. */
  readonly describe: (error: unknown) => string
  /** Aborts when the server closes: what is under way then ends after the run it is at. */
  readonly closing: AbortSignal
}

/** Work on many runs that goes on after the request that began it has been answered; it ends, and is forgotten, with the server. */
export class BulkOperations {
  readonly #options: BulkOptions
  readonly #operations: Map<string, Progress> = new Map()

  constructor(options: BulkOptions) {
    this.#options = options
  }

  start(work: BulkWork): BulkOperation {
    const startedAt = this.#options.now()
    const progress: Progress = {
      ...{ work, id: randomUUID(), startedAt, done: 0, failureCount: 0, endedAt: null, failures: [], launched: [] },
    }
    this.#operations.set(progress.id, progress)
    this.#forgetOldest()
    void this.#run(progress)
    return shown(progress)
  }

  get(id: string): BulkOperation | undefined {
    const progress = this.#operations.get(id)
    return progress === undefined ? undefined : shown(progress)
  }

  /** One run after the other: each asks the same storage and the same process of users' code. Never rejects. */
  async #run(progress: Progress): Promise<void> {
    const { now, closing } = this.#options
    for (const runId of progress.work.runIds) {
      if (closing.aborted) return
      const result = await this.#act(progress.work, runId)
      progress.done++
      if (result.kind === 'launched' && progress.launched.length < SHOWN) progress.launched.push(result.runId)
      if (result.kind !== 'failed') continue
      progress.failureCount++
      if (progress.failures.length < SHOWN) progress.failures.push({ runId, message: result.message })
    }
    progress.endedAt = now()
  }

  async #act({ act }: BulkWork, runId: string): Promise<BulkResult> {
    try {
      return await act(runId)
    } catch (error) {
      return { kind: 'failed', message: this.#options.describe(error) }
    }
  }

  #forgetOldest(): void {
    const ended = [...this.#operations.values()].filter(({ endedAt }) => endedAt !== null)
    for (const { id } of ended.slice(0, Math.max(0, ended.length - MOST_KEPT))) this.#operations.delete(id)
  }
}

const shown = ({ work, id, startedAt, done, failureCount, endedAt, failures, launched }: Progress): BulkOperation => ({
  ...{ id, startedAt, done, failureCount, endedAt },
  action: work.action,
  total: work.runIds.length,
  isDone: endedAt !== null,
  failures: [...failures],
  launchedRunIds: [...launched],
})
