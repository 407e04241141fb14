import type { FromProcess, RunAssignment, ToProcess } from '../channel/protocol.ts'
import { type WorkerContext, WorkerRun } from './worker-run.ts'

/** What a supervisor tells the process that its runs are in; everything but questions. */
export type ToWorker = Exclude<ToProcess, { readonly type: 'ask' }>

export interface WorkerRunsOptions {
  readonly context: Omit<WorkerContext, 'send' | 'leave'>
  readonly send: (message: FromProcess) => void
  /** What the last run has left behind in the process, in words; null when it is quiet. */
  readonly whatIsLeft: () => Promise<string | null>
  /** Ends the process. */
  readonly exit: () => void
}

/** The runs of one worker process, from their assignments to the end of the process. */
export class WorkerRuns {
  readonly #options: WorkerRunsOptions
  readonly #context: WorkerContext
  readonly #runs: Map<string, WorkerRun> = new Map()
  #isRetiring = false
  #hasExecuted = false

  constructor(options: WorkerRunsOptions) {
    this.#options = options
    this.#context = { ...options.context, send: options.send, leave: (runId) => this.#leave(runId) }
  }

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'execute':
        void this.#execute(message.assignment)
        return
      case 'batch-result':
        this.#runs.get(message.runId)?.batchResult(message.batch, message.outcome)
        return
      case 'slot-news':
        this.#runs.get(message.runId)?.slotNews(message)
        return
      case 'cancel':
        this.#runs.get(message.runId)?.cancel()
        return
      case 'retire':
        this.#isRetiring = true
        this.#exitWhenDone()
    }
  }

  /** Something is wrong with the process: it is not used for another run. */
  spoil(): void {
    this.#isRetiring = true
    // A run that is just being given to it has not begun and goes to another worker. A code host stays: it runs nothing.
    if (this.#hasExecuted) this.#exitWhenDone()
  }

  async #execute(assignment: RunAssignment): Promise<void> {
    const { runId } = assignment
    this.#hasExecuted = true
    const run = new WorkerRun(assignment, this.#context)
    this.#runs.set(runId, run)
    this.#context.captured.begin(runId)
    const outcome = await run.execute()
    // Of a run that was fenced nobody has heard the end.
    if (outcome === 'fenced') this.#options.send({ type: 'released', runId, unquiet: await this.#leave(runId) })
    this.#runs.delete(runId)
    this.#exitWhenDone()
  }

  async #leave(runId: string): Promise<string | null> {
    this.#context.captured.end(runId)
    if (this.#isRetiring) return 'it is retiring'
    // With other runs at work nobody can tell whose a timer is; the last of them is asked.
    return this.#runs.size > 1 ? null : this.#options.whatIsLeft()
  }

  #exitWhenDone(): void {
    if (this.#isRetiring && this.#runs.size === 0) this.#options.exit()
  }
}
