import type { SerializedError } from '@pawl/core/plugin'
import type { RunAssignment, RunBatch, SlotWanted, ToProcess } from '../channel/protocol.ts'
import { endedAtImport } from '../location/load-failure.ts'
import type { CurrentCode } from '../location/location-host.ts'
import type { LocationProcessHandle, ProcessSpec } from '../location/location-process-handle.ts'
import { describeExit, type ProcessExit } from '../location/process-exit.ts'
import type { OutputChunk } from '../location/process-output.ts'

/** Starts a location's process and connects to it. */
export type StartProcess = (spec: ProcessSpec) => LocationProcessHandle

export interface WorkerEvents {
  onBatch(worker: Worker, batch: RunBatch): void
  onSlotWanted(worker: Worker, wanted: SlotWanted): void
  /** The worker can take another run, or has become useless. */
  onReleased(worker: Worker): void
  /** Its process is gone; everything it had sent was received before. */
  onGone(worker: Worker, how: WorkerEnd): void
}

/** What every worker of a pool is made with. */
interface WorkerMaking {
  readonly startProcess: StartProcess
  readonly events: WorkerEvents
}

export type WorkerEnd = { readonly lastOutput: readonly OutputChunk[] } & (
  | {
      readonly kind: 'died'
      readonly how: string
      /** Why its supervisor has killed it, as a clause; null when it did not. */
      readonly killedFor: string | null
    }
  /** The location's code could not be imported. */
  | { readonly kind: 'load-failed'; readonly error: SerializedError }
)

/**
 * One worker process, of one generation of one location's code.
 *
 *   loading ──▶ ready (idle ⇄ with runs) ──left unquiet, or replaced──▶ retiring ──its runs are over──▶ gone
 *      └──import failed, or took too long──▶ gone      └──killed, crashed──▶ gone
 */
export class Worker {
  readonly locationName: string
  readonly generation: string
  /** Runs it has been given and not released. */
  readonly runs: Set<string> = new Set()
  readonly #process: LocationProcessHandle
  /** Since when it has had runs that are no longer its own. */
  readonly #fenced: Map<string, number> = new Map()
  #isReady = false
  #isRetiring = false
  #isToldToRetire = false
  #wasGivenRuns = false
  #loadError: SerializedError | undefined
  #killedFor: string | null = null
  #early: ToProcess[] = []

  constructor(locationName: string, code: CurrentCode, { startProcess, events }: WorkerMaking) {
    this.locationName = locationName
    this.generation = code.generation
    this.#process = startProcess(code.spec)
    this.#process.onMessage((message) => {
      if (message.type === 'batch') events.onBatch(this, message)
      else if (message.type === 'loaded') void this.#loaded(code)
      else if (message.type === 'load-failed') this.failLoading(message.error)
      else if (message.type === 'slot-wanted') events.onSlotWanted(this, message)
      else if (message.type === 'released') {
        this.release(message.runId, message.unquiet)
        events.onReleased(this)
      }
    })
    void this.#process.exited.then((exit) => {
      this.#isRetiring = true
      events.onGone(this, this.#endBy(exit))
    })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Its code has been imported. */
  get isReady(): boolean {
    return this.#isReady
  }

  get isRetiring(): boolean {
    return this.#isRetiring
  }

  get wasToldToRetire(): boolean {
    return this.#isToldToRetire
  }

  /** False while no run has been in it: what `pawl/isolation: fresh` asks for. */
  get wasGivenRuns(): boolean {
    return this.#wasGivenRuns
  }

  /** Keeps a place for a run that it will be told to execute; after one that is to be alone here no other may come. */
  reserve(runId: string, isAlone: boolean): void {
    this.#wasGivenRuns = true
    this.runs.add(runId)
    if (isAlone) this.#isRetiring = true
  }

  execute(assignment: RunAssignment): void {
    this.#send({ type: 'execute', assignment })
    if (this.#isRetiring) this.retire()
  }

  cancel(runId: string): void {
    this.#send({ type: 'cancel', runId })
  }

  /** Takes a run back that it cannot have begun; false when it may have. */
  withdraw(runId: string): boolean {
    if (this.#isReady) return false
    this.#early = this.#early.filter((message) => message.type !== 'execute' || message.assignment.runId !== runId)
    this.runs.delete(runId)
    // It was for this run alone, and has nothing to load its code for any more.
    if (this.#isRetiring && this.runs.size === 0) this.#process.kill()
    return true
  }

  answer({ runId, batch }: RunBatch, outcome: 'durable' | 'fenced'): void {
    this.#send({ type: 'batch-result', runId, batch, outcome })
  }

  /** `why` a step has to wait for its slot, or null for one that has it. */
  tellSlot({ runId, stepKey, attempt }: SlotWanted, why: string | null): void {
    this.#send({ type: 'slot-news', runId, stepKey, attempt, why })
  }

  /** A run that it may still be at is over, or somebody else's; `now` is the supervisor's observed time. */
  disown(runId: string, now: number): void {
    if (this.runs.has(runId) && !this.#fenced.has(runId)) this.#fenced.set(runId, now)
  }

  /** A run is over here; `unquiet` says what it left behind, so that no other run comes after it. */
  release(runId: string, unquiet: string | null): void {
    this.runs.delete(runId)
    this.#fenced.delete(runId)
    if (unquiet !== null || (this.#isRetiring && this.runs.size === 0)) this.retire()
  }

  /** Sends it away where it has not let go of a run in time: at once when it has no other, else after those. */
  checkDisowned(now: number, graceMs: number): void {
    const stuck = [...this.#fenced.values()].filter((since) => now > since + graceMs)
    if (stuck.length === 0) return
    if (stuck.length === this.runs.size) this.kill('it did not let go of a run that was no longer its own')
    else this.retire()
  }

  /** Takes no more runs; its process ends after those it has. */
  retire(): void {
    this.#isRetiring = true
    if (this.#isToldToRetire) return
    this.#isToldToRetire = true
    if (!this.#isReady && this.runs.size === 0) this.#process.kill()
    else this.#send({ type: 'retire' })
  }

  /** Ends it at once with all its runs; `why` is told to those that the killing is not about. */
  kill(why: string): void {
    this.#isRetiring = true
    this.#killedFor ??= why
    this.#process.kill()
  }

  failLoading(error: SerializedError): void {
    this.#isRetiring = true
    this.#loadError ??= error
    this.#process.kill()
  }

  readOutput(limitBytes: number): readonly OutputChunk[] {
    return this.#process.readOutput(limitBytes)
  }

  skipOutput(): void {
    this.#process.skipOutput()
  }

  get exited(): Promise<unknown> {
    return this.#process.exited
  }

  #send(message: ToProcess): void {
    if (this.#isReady) this.#process.send(message)
    else this.#early.push(message)
  }

  /** What it has imported must be what it is taken for: files can change while it does. */
  async #loaded(code: CurrentCode): Promise<void> {
    // Files that cannot be looked at are as good as changed ones: nobody knows what was imported.
    const isCurrent = await code.isCurrent().catch(() => false)
    if (!isCurrent) return this.kill('its code has changed while it was being imported')
    this.#isReady = true
    for (const message of this.#early.splice(0)) this.#process.send(message)
  }

  #endBy(exit: ProcessExit): WorkerEnd {
    const { lastOutput } = exit
    if (this.#loadError !== undefined) return { kind: 'load-failed', error: this.#loadError, lastOutput }
    const how = describeExit(exit)
    if (this.#isReady || this.#killedFor !== null) return { kind: 'died', how, killedFor: this.#killedFor, lastOutput }
    return { kind: 'load-failed', error: endedAtImport(how), lastOutput }
  }
}
