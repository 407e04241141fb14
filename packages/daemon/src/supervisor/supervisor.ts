import {
  type Clock,
  endOfRun,
  IN_PROGRESS_STATUSES,
  newEvent,
  type OutputRecord,
  type Run,
  type RunEnd,
  type RunEvent,
  type RunHints,
  type RunStorage,
  type RunWrite,
  type WriteResult,
} from '@pawl/core/plugin'
import type { RunAssignment, RunBatch } from '../channel/protocol.ts'
import type { CurrentCode } from '../location/location-host.ts'
import { endOfLostWorker, endToldByWorker, overdueFailure } from './run-end.ts'
import type { RunWriter } from './run-writer.ts'
import { SupervisedRun } from './supervised-run.ts'
import type { Worker, WorkerEnd } from './worker.ts'
import { WorkerPool } from './worker-pool.ts'

export interface SupervisorLimits {
  readonly processes: number
  readonly runsAtOnce: number
  /** From a run's claim to its RUN_START; milliseconds. */
  readonly startTimeoutMs: number
  /** What a worker has, beyond an attempt's own grace, before it is killed for an attempt or a run that does not stop. */
  readonly killGraceMs: number
}

export interface SupervisorOptions {
  readonly supervisorId: string
  readonly storage: RunStorage
  readonly writer: RunWriter
  readonly hints: RunHints
  readonly clock: Clock
  readonly limits: SupervisorLimits
  readonly codeOf: (locationName: string) => CurrentCode | undefined
  /** Called when there is room for another run. */
  readonly onRoom: () => void
  readonly report: (error: unknown) => void
}

const OUTPUT_PAGE = 1_000

/**
 * Owns worker processes and writes to the storage for them. It takes claimed runs and sees each to its end:
 *
 *   waiting for a worker ──▶ given ──RUN_START durable──▶ started ──its worker tells the end──▶ over
 *            │                  └──worker gone──▶ waiting    └──worker gone──▶ over (the supervisor tells the end)
 *            └──startTimeout──▶ over
 *
 * A worker's word is only good while its run's epoch is: a refused batch means that someone else owns the run, and the worker is told so.
 */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #pool: WorkerPool
  readonly #runs: Map<string, SupervisedRun> = new Map()
  readonly #waiting: SupervisedRun[] = []

  constructor(options: SupervisorOptions) {
    this.#options = options
    const { processes, runsAtOnce } = options.limits
    this.#pool = new WorkerPool({
      processes,
      runsAtOnce,
      events: {
        onBatch: (worker, batch) => void this.#batch(worker, batch).catch(options.report),
        onReleased: () => this.#assign(),
        onGone: (worker, how) => void this.#workerGone(worker, how).catch(options.report),
      },
    })
  }

  get supervisorId(): string {
    return this.#options.supervisorId
  }

  /** How many more runs may be claimed: one more for each process than can run at once, so that no worker waits for a claim. */
  get room(): number {
    return this.#pool.capacity + this.#options.limits.processes - this.#runs.size
  }

  get isIdle(): boolean {
    return this.#runs.size === 0
  }

  get workerPids(): readonly number[] {
    return [...this.#pool.workers].flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
  }

  /** Takes a run that this supervisor has claimed. */
  accept(run: Run): void {
    const supervised = new SupervisedRun(run, this.#options.clock.now())
    this.#runs.set(run.runId, supervised)
    this.#waiting.push(supervised)
    this.#assign()
  }

  /** Gets a process ready for a location's code, and lets go of those with older code. */
  warm(locationName: string): void {
    const code = this.#options.codeOf(locationName)
    if (code !== undefined) this.#pool.warm(locationName, code)
  }

  /** Enforces deadlines and carries out cancels that others have asked for. */
  async tick(): Promise<void> {
    const { storage, clock, limits, supervisorId } = this.#options
    const now = clock.now()
    for (const supervised of this.#runs.values()) {
      const overdue = supervised.overdueAttempt(now, limits.killGraceMs)
      if (overdue !== undefined) supervised.overdue ??= overdue
      const isDeaf = supervised.cancelSentAt !== undefined && now > supervised.cancelSentAt + limits.killGraceMs
      if (overdue !== undefined || isDeaf) supervised.worker?.kill()
      if (!supervised.hasStarted && now > supervised.claimedAt + limits.startTimeoutMs) await this.#startTimedOut(supervised)
    }
    if (this.#runs.size === 0) return
    for (const run of await storage.listOwnedRuns({ owner: supervisorId, statuses: ['CANCELING'] })) await this.#cancel(run.runId)
  }

  /** Asks every run to stop, waits for their ends, and ends the workers. */
  async stop(): Promise<void> {
    const { clock, limits } = this.#options
    await Promise.all([...this.#runs.values()].map((supervised) => this.#shutDown(supervised)))
    const deadline = clock.now() + 2 * limits.killGraceMs
    while (this.#runs.size > 0 && clock.now() < deadline) {
      await this.tick()
      await clock.sleep(20)
    }
    await this.#pool.stop()
    while (this.#runs.size > 0 && clock.now() < deadline + limits.killGraceMs) await clock.sleep(5)
  }

  /** Kills every worker process; runs that had started end as what they were asked for, or as lost. */
  killWorkers(): void {
    for (const worker of this.#pool.workers) worker.kill()
  }

  #assign(): void {
    while (true) {
      const [next] = this.#waiting
      if (next === undefined) break
      const code = this.#options.codeOf(next.run.locationName)
      if (code === undefined) {
        this.#waiting.shift()
        void this.#end(next, this.#unknownLocation(next.run)).catch(this.#options.report)
        continue
      }
      const isFresh = next.run.tags['pawl/isolation'] === 'fresh'
      const worker = this.#pool.take({ locationName: next.run.locationName, code, isFresh })
      if (worker === undefined) break
      this.#waiting.shift()
      next.worker = worker
      worker.runs.add(next.run.runId)
      void this.#give(next, worker).catch(this.#options.report)
    }
    if (this.room > 0) this.#options.onRoom()
  }

  async #give({ run }: SupervisedRun, worker: Worker): Promise<void> {
    const sourceOutputs = run.inputsFromRunId === null ? null : await this.#allOutputs(run.inputsFromRunId)
    const { runId, jobName, config, opSelection, tags, rootRunId, parentRunId, retryNumber } = run
    const assignment: RunAssignment = {
      ...{ runId, jobName, config, opSelection, tags, rootRunId, parentRunId, retryNumber, sourceOutputs },
      generation: worker.generation,
    }
    worker.execute(assignment)
  }

  async #allOutputs(runId: string): Promise<readonly OutputRecord[]> {
    const { storage } = this.#options
    const all: OutputRecord[] = []
    for (;;) {
      const last = all.at(-1)
      const page = await storage.listOutputs(runId, { limit: OUTPUT_PAGE, ...(last === undefined ? {} : { after: last }) })
      all.push(...page)
      if (page.length < OUTPUT_PAGE) return all
    }
  }

  async #batch(worker: Worker, batch: RunBatch): Promise<void> {
    const { runId } = batch
    const supervised = this.#runs.get(runId)
    const answer = (outcome: 'durable' | 'fenced'): void =>
      worker.send({ type: 'batch-result', runId, batch: batch.batch, outcome })
    if (supervised?.worker !== worker) return answer('fenced')
    const result = await this.#options.writer.write(this.#writeOf(supervised, batch))
    this.#options.hints.notify(runId, batch.end === undefined ? 'changed' : 'ended')
    if (result.kind === 'refused') {
      this.#forget(supervised)
      return answer('fenced')
    }
    if (batch.start !== undefined) supervised.hasStarted = true
    supervised.watch(batch.events, this.#options.clock.now())
    if (batch.end !== undefined) this.#forget(supervised)
    answer('durable')
    if (batch.end === undefined && result.status === 'CANCELING') await this.#cancel(runId)
  }

  #writeOf(supervised: SupervisedRun, batch: RunBatch): RunWrite {
    const { run } = supervised
    const { start, end, events } = batch
    const now = this.#options.clock.now()
    const changes = supervised.changes(events)
    const started = start === undefined ? {} : { planHash: start.planHash, generation: start.generation }
    return {
      runId: run.runId,
      guard: { kind: 'writer', epoch: run.epoch, batch: batch.batch },
      events,
      ...changes,
      ...(start === undefined ? {} : { change: { ...started, startedAt: now } }),
      ...(start?.plan === undefined ? {} : { plan: start.plan }),
      ...(start === undefined && end === undefined
        ? {}
        : {
            also: (locked) => {
              if (end !== undefined) return endOfRun(locked, endToldByWorker(end, now))
              // A cancel that came before the start stands: the run has started only to be stopped.
              return { events: [], ...(locked.status === 'STARTING' ? { change: { status: 'STARTED' as const } } : {}) }
            },
          }),
    }
  }

  #forget(supervised: SupervisedRun): void {
    this.#runs.delete(supervised.run.runId)
    const index = this.#waiting.indexOf(supervised)
    if (index >= 0) this.#waiting.splice(index, 1)
    if (this.room > 0) this.#options.onRoom()
  }

  async #workerGone(worker: Worker, how: WorkerEnd): Promise<void> {
    for (const supervised of [...this.#runs.values()].filter((one) => one.worker === worker)) {
      const isLost = supervised.hasStarted || supervised.cancelSentAt !== undefined || how.kind === 'load-failed'
      if (isLost) {
        const now = this.#options.clock.now()
        const failures = supervised.overdue === undefined ? [] : [overdueFailure(supervised.overdue, now)]
        await this.#end(supervised, endOfLostWorker(how, supervised.overdue, now), failures)
      } else {
        // It never began: another worker may have it, until its start timeout.
        supervised.worker = undefined
        this.#waiting.unshift(supervised)
      }
    }
    this.#assign()
  }

  async #startTimedOut(supervised: SupervisedRun): Promise<void> {
    supervised.worker?.kill()
    const seconds = this.#options.limits.startTimeoutMs / 1_000
    const message = `No worker had started it ${seconds} s after it was claimed.`
    await this.#end(supervised, { kind: 'failure', at: this.#options.clock.now(), reason: 'START_TIMEOUT', message })
  }

  #unknownLocation(run: Run): RunEnd {
    const message = `The project no longer has the location "${run.locationName}".`
    return { kind: 'failure', at: this.#options.clock.now(), reason: 'JOB_INITIALIZATION_FAILURE', message }
  }

  /** Ends a run whose worker cannot. The worker is gone, or was never there, so nothing can come after. */
  async #end(supervised: SupervisedRun, end: RunEnd, events: readonly RunEvent[] = []): Promise<WriteResult> {
    const { runId, epoch } = supervised.run
    const result = await this.#options.writer.write({
      runId,
      guard: { kind: 'status', statuses: [...IN_PROGRESS_STATUSES], epoch },
      events,
      ...supervised.changes(events),
      also: (locked) => endOfRun(locked, end),
    })
    this.#forget(supervised)
    this.#options.hints.notify(runId, 'ended')
    return result
  }

  async #cancel(runId: string): Promise<void> {
    const supervised = this.#runs.get(runId)
    if (supervised === undefined || supervised.cancelSentAt !== undefined) return
    const now = this.#options.clock.now()
    supervised.cancelSentAt = now
    if (supervised.worker === undefined)
      await this.#end(supervised, { kind: 'stopped', at: now, message: 'It was asked to stop before it had started.' })
    else supervised.worker.send({ type: 'cancel', runId })
  }

  async #shutDown({ run }: SupervisedRun): Promise<void> {
    const { writer, clock, hints } = this.#options
    const event = newEvent('RUN_CANCELING', { at: clock.now(), payload: { cause: 'shutdown' } })
    await writer.write({
      runId: run.runId,
      guard: { kind: 'status', statuses: ['STARTING', 'STARTED'], epoch: run.epoch },
      events: [event],
      change: { status: 'CANCELING', cancelCause: 'shutdown' },
    })
    hints.notify(run.runId)
    await this.#cancel(run.runId)
  }
}
