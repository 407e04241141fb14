import type { CancelCause, FailureReason, Run, RunEnd, RunEvent, WriteResult } from '@pawl/core/plugin'
import type { RunBatch, SlotWanted } from '../channel/protocol.ts'
import type { ObservedTime } from './observed-time.ts'
import { OwnedRuns } from './owned-runs.ts'
import { type PoolSlotDesk, wishOf } from './pool-slot-desk.ts'
import { reasonToKill } from './reason-to-kill.ts'
import { type PassedDeadline, passedDeadline } from './run-deadlines.ts'
import { impossibleMessage, type RunDispatcher } from './run-dispatcher.ts'
import { decideLostRun } from './run-end.ts'
import type { RunRecorder } from './run-recorder.ts'
import { stepUntil } from './step-until.ts'
import { SupervisedRun } from './supervised-run.ts'
import type { SupervisorOptions } from './supervisor-options.ts'
import { makeSupervisorParts } from './supervisor-parts.ts'
import type { UnattributedOutput } from './unattributed-output.ts'
import type { Worker, WorkerEnd } from './worker.ts'
import type { WorkerPool } from './worker-pool.ts'

type Written = Exclude<WriteResult, { readonly kind: 'refused' }>

/** Between two looks at whether all runs have ended. */
const STOP_LOOK_MS = 10

/**
 * Owns worker processes and writes to the storage for them. It takes claimed runs and sees each to its end:
 *
 *   waiting for a worker ──▶ given ──its first batch comes in──▶ begun ──its worker tells the end──▶ over
 *            │                  └──worker gone──▶ waiting          └──worker gone──▶ over (the supervisor tells the end)
 *            │                  └──startTimeout──▶ over
 *            └──canceled, startTimeout──▶ over
 *
 * A worker's word is only good while its run's epoch is: a refused batch means that someone else owns the run, and the worker is told so.
 */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #time: ObservedTime
  readonly #pool: WorkerPool
  readonly #dispatcher: RunDispatcher
  readonly #unattributed: UnattributedOutput
  readonly #recorder: RunRecorder
  readonly #slots: PoolSlotDesk
  readonly #owned: OwnedRuns
  readonly #runs: Map<string, SupervisedRun> = new Map()
  /** Locations that a worker is kept warm for. */
  readonly #warmed: Set<string> = new Set()
  #supervisorId: string | undefined
  #isStopping = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    const { report } = options
    const parts = makeSupervisorParts(options, {
      onBatch: (worker, batch) => void this.#batch(worker, batch).catch(report),
      onSlotWanted: (worker, wanted) => this.#slotWanted(worker, wanted),
      onGone: (worker, how) => void this.#workerGone(worker, how).catch(report),
      onImpossible: (supervised, error) =>
        void this.#fail(supervised, 'JOB_INITIALIZATION_FAILURE', impossibleMessage(error)).catch(report),
    })
    this.#time = parts.time
    this.#pool = parts.pool
    this.#dispatcher = parts.dispatcher
    this.#unattributed = parts.unattributed
    this.#recorder = parts.recorder
    this.#slots = parts.slots
    this.#owned = new OwnedRuns({
      ...{ storage: options.storage, runs: this.#runs, owner: () => this.#supervisorId },
      onFound: (supervised) => this.#await(supervised),
      cancel: (runId) => this.#cancel(runId),
    })
  }

  /** Undefined while it is not alive for the others: then it may own no run. */
  get supervisorId(): string | undefined {
    return this.#supervisorId
  }

  /** How many more runs may be claimed. One whose end is being written makes room already: the next claim shares its commit. */
  get room(): number {
    if (this.#isStopping || this.#supervisorId === undefined) return 0
    return this.#pool.capacity - this.#runs.size + this.#recorder.endingCount
  }

  get isIdle(): boolean {
    return this.#runs.size === 0
  }

  get workerPids(): readonly number[] {
    return this.#pool.workers.flatMap(({ pid }) => pid ?? [])
  }

  /** It is registered under this id, and may own runs and processes from now on. */
  begin(supervisorId: string): void {
    this.#supervisorId = supervisorId
    for (const locationName of this.#warmed) this.#dispatcher.warm(locationName)
    this.#options.onRoom()
  }

  /** Others have been told that it is dead: its workers are killed at once, and its runs are theirs. */
  renounce(): void {
    this.#supervisorId = undefined
    for (const supervised of this.#runs.values()) {
      this.#dispatcher.remove(supervised)
      this.#slots.forget(supervised.run.runId)
      supervised.worker = undefined
    }
    this.#runs.clear()
    this.killWorkers('its supervisor was taken for dead')
  }

  /** Takes a run that this supervisor has claimed; twice is once. */
  accept(run: Run): void {
    if (this.#runs.has(run.runId) || run.owner !== this.#supervisorId) return
    const supervised = new SupervisedRun(run)
    this.#runs.set(run.runId, supervised)
    this.#await(supervised)
  }

  /** Gets a process ready for a location's code, and lets go of those with older code. */
  warm(locationName: string): void {
    this.#warmed.add(locationName)
    if (this.#supervisorId === undefined) return
    this.#dispatcher.warm(locationName)
    this.#dispatcher.dispatch()
  }

  /** Enforces deadlines. It waits for nobody, least of all the storage: what it writes goes on behind it, once for each run. */
  tick(): void {
    this.#pool.tick()
    for (const worker of this.#pool.workers) this.#unattributed.copy(worker)
    this.#dispatcher.excuseWaiting()
    const now = this.#time.now()
    for (const supervised of [...this.#runs.values()]) {
      const passed = passedDeadline(supervised, now, this.#options.limits)
      if (passed !== undefined) this.#enforce(supervised, passed)
    }
    this.#slots.tick()
    this.#dispatcher.dispatch()
  }

  /** Does what only the storage knows to be asked for: cancels, and claims whose answer was lost. */
  look(): Promise<void> {
    return this.#owned.look()
  }

  /** Asks every run to stop, waits for their ends, and ends the workers. It takes a limited time even when the storage fails. */
  async stop(): Promise<void> {
    const { killGraceMs } = this.#options.limits
    this.#isStopping = true
    await this.#untilNoRuns(2 * killGraceMs, () => this.#shutDown())
    await this.#pool.stop()
    this.#slots.stop()
    // Those whose worker did not end by itself end by its death.
    await this.#untilNoRuns(killGraceMs, async () => undefined)
  }

  /** Kills every worker process; runs that had started end as what they were asked for, or as lost. */
  killWorkers(why = 'its supervisor was told to kill all workers'): void {
    for (const worker of this.#pool.workers) worker.kill(why)
  }

  #untilNoRuns(longestMs: number, step: () => Promise<unknown>): Promise<void> {
    const { clock, report } = this.#options
    // What fails is tried again: its workers must end all the same.
    return stepUntil(() => this.isIdle, step, { clock, report, longestMs, everyMs: STOP_LOOK_MS })
  }

  async #shutDown(): Promise<void> {
    const { report } = this.#options
    for (const supervised of this.#runs.values()) void this.#askToStop(supervised, 'shutdown').catch(report)
    this.tick()
    void this.look().catch(report)
  }

  #await(supervised: SupervisedRun): void {
    this.#dispatcher.add(supervised)
    this.#dispatcher.dispatch()
  }

  #slotWanted(worker: Worker, wanted: SlotWanted): void {
    const supervised = this.#runs.get(wanted.runId)
    if (supervised?.worker === worker) this.#slots.ask(wishOf(supervised.run, worker, wanted))
  }

  async #batch(worker: Worker, batch: RunBatch): Promise<void> {
    const supervised = this.#runs.get(batch.runId)
    if (supervised?.worker !== worker) return worker.answer(batch, 'fenced')
    // Whoever loses its process shall find another one ready.
    if (!supervised.hasBegun) this.#dispatcher.keepSpare(worker.locationName)
    supervised.hasBegun = true
    if (batch.end !== undefined) this.#unattributed.copy(worker)
    try {
      const writing = this.#recorder.batch(supervised, batch)
      supervised.writing = writing
      const result = await writing
      // Before all else: the steps that the batch starts wait for it.
      worker.answer(batch, result.kind === 'refused' ? 'fenced' : 'durable')
      this.#recorder.tell(batch)
      if (result.kind !== 'refused') return await this.#durable(supervised, worker, batch, result)
      this.#unattributed.end(batch.runId, 0)
      this.#forget(supervised)
    } catch (error) {
      worker.answer(batch, 'fenced')
      await this.#unstorable(supervised, error)
    }
  }

  async #durable(supervised: SupervisedRun, worker: Worker, batch: RunBatch, { status }: Written): Promise<void> {
    supervised.watch(batch.events, this.#time.now())
    if (batch.end !== undefined) {
      worker.release(batch.runId, batch.unquiet ?? null)
      this.#forget(supervised)
    } else if (status === 'CANCELING') await this.#cancel(batch.runId)
  }

  #forget(supervised: SupervisedRun): void {
    const { runId } = supervised.run
    supervised.leaveWorker(this.#time.now())
    // It may have been claimed anew meanwhile.
    if (this.#runs.get(runId) === supervised) {
      this.#runs.delete(runId)
      this.#slots.forget(runId)
    }
    this.#dispatcher.remove(supervised)
    this.#dispatcher.dispatch()
    if (this.room > 0) this.#options.onRoom()
  }

  async #workerGone(worker: Worker, how: WorkerEnd): Promise<void> {
    this.#unattributed.charge(worker, how.lastOutput)
    for (const supervised of [...this.#runs.values()].filter((one) => one.worker === worker)) {
      // What it said before it was gone counts; what it wanted would only keep the wishes of the next one from being asked.
      await supervised.writing.catch(() => undefined)
      // One whose end is on its way into the storage is given to nobody.
      if (this.#runs.get(supervised.run.runId) !== supervised || supervised.isUnderway('end')) continue
      this.#slots.forget(supervised.run.runId)
      supervised.workersLost++
      const decision = decideLostRun(supervised, how, this.#options.clock.now())
      if (decision.kind === 'end') await this.#end(supervised, decision.end, decision.events)
      else this.#dispatcher.addAgain(supervised)
    }
    // Those who wait come before a worker that is only to be warm; one that died by itself would do so again.
    this.#dispatcher.dispatch()
    if ((worker.wasGivenRuns || worker.wasToldToRetire) && !this.#isStopping) this.warm(worker.locationName)
  }

  #enforce(supervised: SupervisedRun, passed: PassedDeadline): void {
    const { report, limits } = this.#options
    const { worker, run } = supervised
    if (passed.kind === 'attempt-overdue') supervised.overdue ??= passed.attempt
    const reason = reasonToKill(run.runId, passed)
    // One that did not start is fenced by its end: its worker may have others that go on.
    const goesOn = passed.kind === 'not-started' && (worker?.runs.size ?? 0) > 1
    if (reason !== undefined && !goesOn) worker?.kill(reason)
    if (passed.kind === 'ran-too-long') void this.#askToStop(supervised, 'max_runtime').catch(report)
    if (passed.kind !== 'not-started') return
    this.#dispatcher.remove(supervised)
    const message = `No worker had started it within ${limits.startTimeoutMs / 1_000} s.`
    void supervised.once('end', () => this.#fail(supervised, 'START_TIMEOUT', message)).catch(report)
  }

  /** The storage cannot take a batch, whenever it is asked: a mistake of Pawl, which must not keep the run for ever. */
  async #unstorable(supervised: SupervisedRun, error: unknown): Promise<void> {
    this.#options.report(error)
    const message = `What its worker told could not be stored: ${error instanceof Error ? error.message : String(error)}`
    await this.#fail(supervised, 'RUN_EXCEPTION', message)
  }

  #fail(supervised: SupervisedRun, reason: FailureReason, message: string): Promise<void> {
    return this.#end(supervised, { kind: 'failure', at: this.#options.clock.now(), reason, message })
  }

  async #end(supervised: SupervisedRun, end: RunEnd, events: readonly RunEvent[] = []): Promise<void> {
    await this.#recorder.end(supervised, end, events)
    this.#forget(supervised)
  }

  async #cancel(runId: string): Promise<void> {
    const supervised = this.#runs.get(runId)
    if (supervised === undefined || supervised.cancelSentAt !== undefined) return
    supervised.cancelSentAt = this.#time.now()
    const { worker } = supervised
    if (worker !== undefined && !worker.withdraw(runId)) return worker.cancel(runId)
    supervised.worker = undefined
    const message = 'It was asked to stop before it had started.'
    await this.#end(supervised, { kind: 'stopped', at: this.#options.clock.now(), message })
  }

  async #askToStop(supervised: SupervisedRun, cause: CancelCause): Promise<void> {
    if (supervised.isCanceled) return
    await supervised.once('stop', async () => {
      await this.#recorder.askToStop(supervised.run, cause)
      await this.#cancel(supervised.run.runId)
    })
  }
}
