import type { RunEvent } from '@pawl/core/plugin'
import { newEvent } from '@pawl/core/plugin'
import type { RunOutput } from '../home/captured-output.ts'
import type { OutputChunk } from '../location/process-output.ts'
import type { Worker } from './worker.ts'

/** Of each stream at a time, so that a child process that prints without end does not keep the supervisor from its work. */
const COPY_BYTES = 4 * 1024 * 1024

/**
 * What reaches a worker's own stdout and stderr past the attempts (child processes, native code, Node's last words) belongs to no step that
 * could be told. It is copied to the log of the run that the worker has, and to each of them when there are several; what comes
 * between two runs is of the one before.
 */
export class UnattributedOutput {
  readonly #captured: RunOutput
  readonly #lastRuns: WeakMap<Worker, string> = new WeakMap()

  constructor(captured: RunOutput) {
    this.#captured = captured
  }

  /** Call before a run is given to a worker. */
  begin(worker: Worker, runId: string): void {
    if (this.#lastRuns.has(worker)) this.copy(worker)
    else worker.skipOutput()
    this.#lastRuns.set(worker, runId)
    this.#captured.begin(runId)
  }

  copy(worker: Worker): void {
    this.charge(worker, worker.readOutput(COPY_BYTES))
  }

  charge(worker: Worker, chunks: readonly OutputChunk[]): void {
    if (chunks.length === 0) return
    const last = this.#lastRuns.get(worker)
    const runs = worker.runs.size > 0 || last === undefined ? [...worker.runs] : [last]
    for (const { stream, bytes } of chunks) {
      for (const runId of runs) this.#captured.write({ runId, stepKey: null, attempt: null, stream }, bytes)
    }
  }

  /** The event that says so where a run has any; call at its end, or when it is left to others. */
  end(runId: string, at: number): readonly RunEvent[] {
    const streams = this.#captured.streamsOf({ runId, stepKey: null, attempt: null })
    this.#captured.end(runId)
    return streams.length === 0 ? [] : [newEvent('LOGS_CAPTURED', { at, payload: { streams } })]
  }
}
