import type { SerializedError } from '@pawl/core/plugin'
import type { RunAssignment, RunBatch, ToProcess } from '../channel/protocol.ts'
import type { CurrentCode } from '../location/location-host.ts'
import { describeExit, type LocationProcessHandle, startLocationProcess } from '../location/location-process-handle.ts'

export interface WorkerEvents {
  onBatch(worker: Worker, batch: RunBatch): void
  /** The worker can take another run, or has become useless. */
  onReleased(worker: Worker): void
  /** Its process is gone; everything it had sent was received before. */
  onGone(worker: Worker, how: WorkerEnd): void
}

export type WorkerEnd =
  | { readonly kind: 'died'; readonly how: string }
  /** The location's code could not be imported. */
  | { readonly kind: 'load-failed'; readonly error: SerializedError }

/**
 * One worker process, of one generation of one location's code.
 *
 *   loading ──▶ ready (idle ⇄ with runs) ──left unquiet, or replaced──▶ retiring ──its runs are over──▶ gone
 *      └──import failed──▶ gone            └──killed, crashed──▶ gone
 */
export class Worker {
  readonly locationName: string
  readonly generation: string
  /** Runs it has been given and not released. */
  readonly runs: Set<string> = new Set()
  readonly #process: LocationProcessHandle
  #isReady = false
  #isRetiring = false
  #runsGiven = 0
  #loadError: SerializedError | undefined
  #early: ToProcess[] = []

  constructor(locationName: string, code: CurrentCode, events: WorkerEvents) {
    this.locationName = locationName
    this.generation = code.generation
    this.#process = startLocationProcess(code.spec)
    this.#process.onMessage((message) => {
      if (message.type === 'batch') events.onBatch(this, message)
      else if (message.type === 'loaded') this.#ready()
      else if (message.type === 'load-failed') {
        this.#loadError = message.error
        this.#process.kill()
      } else if (message.type === 'released') {
        this.runs.delete(message.runId)
        if (message.unquiet !== null) this.retire()
        events.onReleased(this)
      }
    })
    void this.#process.exited.then((exit) => {
      this.#isRetiring = true
      events.onGone(
        this,
        this.#loadError === undefined ? this.#diedHow(describeExit(exit)) : { kind: 'load-failed', error: this.#loadError },
      )
    })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** No run of another has been in it: what `pawl/isolation: fresh` asks for. */
  get isFresh(): boolean {
    return this.#runsGiven === 0
  }

  get isRetiring(): boolean {
    return this.#isRetiring
  }

  execute(assignment: RunAssignment): void {
    this.#runsGiven++
    this.runs.add(assignment.runId)
    this.send({ type: 'execute', assignment })
  }

  send(message: ToProcess): void {
    if (this.#isReady) this.#process.send(message)
    else this.#early.push(message)
  }

  /** Takes no more runs; its process ends after those it has. */
  retire(): void {
    if (this.#isRetiring) return
    this.#isRetiring = true
    this.send({ type: 'retire' })
  }

  kill(): void {
    this.#isRetiring = true
    this.#process.kill()
  }

  get exited(): Promise<unknown> {
    return this.#process.exited
  }

  #ready(): void {
    this.#isReady = true
    for (const message of this.#early.splice(0)) this.#process.send(message)
  }

  #diedHow(how: string): WorkerEnd {
    if (this.#isReady) return { kind: 'died', how }
    const message = `Its code ended the worker process while it was being imported (${how}).`
    return { kind: 'load-failed', error: { name: 'ProcessEnded', message } }
  }
}
