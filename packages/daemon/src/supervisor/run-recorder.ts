import {
  type CancelCause,
  type Clock,
  IN_PROGRESS_STATUSES,
  newEvent,
  type Random,
  type Run,
  type RunEnd,
  type RunEvent,
  type RunHints,
  type RunSpec,
  type RunWrite,
  type SubscriptionsOf,
  type WriteResult,
} from '@pawl/core/plugin'
import type { RunBatch } from '../channel/protocol.ts'
import { batchWrite } from './batch-write.ts'
import { endToldByWorker } from './run-end.ts'
import { RunEnding } from './run-ending.ts'
import type { RunWriter } from './run-writer.ts'
import type { SupervisedRun } from './supervised-run.ts'
import type { UnattributedOutput } from './unattributed-output.ts'

export interface RunRecorderOptions {
  readonly writer: RunWriter
  readonly unattributed: UnattributedOutput
  readonly hints: RunHints
  readonly clock: Clock
  readonly random: Random
  readonly subscriptionsOf: SubscriptionsOf
  /** Called when the last batch of a run is about to be written. */
  readonly onEnding: () => void
  /** Called with the run that was queued to retry one that has failed. */
  readonly onRetry: (retry: RunSpec) => void
}

/** Writes what a supervisor knows of its runs, and tells those who wait for news of them. */
export class RunRecorder {
  readonly #options: RunRecorderOptions
  #endingCount = 0

  constructor(options: RunRecorderOptions) {
    this.#options = options
  }

  /** Runs whose last batch is being written. */
  get endingCount(): number {
    return this.#endingCount
  }

  /** @throws what is wrong with the batch itself */
  batch(supervised: SupervisedRun, batch: RunBatch): Promise<WriteResult> {
    const { writer, clock } = this.#options
    const { end } = batch
    if (end !== undefined) return this.#lastBatch(supervised, batch, endToldByWorker(end, clock.now()))
    return writer.write(batchWrite(supervised, batch, undefined))
  }

  /** Tells those who wait for news of a batch's run; call when its worker, which waits for the same, has been answered. */
  tell({ runId, end }: RunBatch): void {
    this.#options.hints.notify(runId, end === undefined ? 'changed' : 'ended')
  }

  /** The end of a run whose worker cannot tell it: it is gone, was never there, or is fenced by this. */
  async end(supervised: SupervisedRun, end: RunEnd, events: readonly RunEvent[]): Promise<void> {
    const { unattributed, hints } = this.#options
    const { runId, epoch } = supervised.run
    const all = [...events, ...unattributed.end(runId, end.at)]
    const ending = this.#ending(supervised, end, all)
    const write: RunWrite = {
      runId,
      guard: { kind: 'status', statuses: [...IN_PROGRESS_STATUSES], epoch },
      events: all,
      ...supervised.changes(all),
      also: ending.also,
    }
    await this.#writeEnd(write, ending)
    hints.notify(runId, 'ended')
  }

  /** That a run is asked to stop for another reason than a user's wish. */
  async askToStop({ runId, epoch }: Run, cause: CancelCause): Promise<void> {
    const { writer, clock, hints } = this.#options
    const event = newEvent('RUN_CANCELING', { at: clock.now(), payload: { cause } })
    await writer.write({
      runId,
      guard: { kind: 'status', statuses: ['STARTING', 'STARTED'], epoch },
      events: [event],
      change: { status: 'CANCELING', cancelCause: cause },
    })
    hints.notify(runId)
  }

  async #lastBatch(supervised: SupervisedRun, batch: RunBatch, end: RunEnd): Promise<WriteResult> {
    const { unattributed, onEnding } = this.#options
    const events = [...batch.events, ...unattributed.end(batch.runId, end.at)]
    const ending = this.#ending(supervised, end, events)
    const writing = this.#writeEnd(batchWrite(supervised, { ...batch, events }, ending), ending)
    this.#endingCount++
    onEnding()
    try {
      return await writing
    } finally {
      this.#endingCount--
    }
  }

  #ending(supervised: SupervisedRun, end: RunEnd, lastEvents: readonly RunEvent[]): RunEnding {
    const isPermanent = end.isPermanent === true || supervised.hasFailedForGood(lastEvents)
    return new RunEnding({ ...end, isPermanent }, this.#options)
  }

  async #writeEnd(write: RunWrite, ending: RunEnding): Promise<WriteResult> {
    const result = await this.#options.writer.write(write)
    if (ending.retry !== undefined) this.#options.onRetry(ending.retry)
    return result
  }
}
