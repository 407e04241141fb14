import {
  type Clock,
  type EventLog,
  IN_PROGRESS_STATUSES,
  isFinished,
  newEvent,
  type Random,
  type Run,
  type RunAddition,
  type RunEnd,
  type RunHints,
  type RunSpec,
  type RunWrite,
  type SubscriptionsOf,
  type SupervisorRecord,
  type SupervisorRegistry,
  type WriteResult,
} from '@pawl/core/plugin'
import { RunEnding } from '../supervisor/run-ending.ts'
import { decideRecovery } from './decide-recovery.ts'
import { hasFailedForGood } from './failed-for-good.ts'
import type { LocalSupervisors, Sighting } from './local-supervisors.ts'
import { ObservedBeats } from './observed-beats.ts'

const PAGE = 100

export interface RunRecoveryOptions {
  readonly registry: SupervisorRegistry
  readonly eventLog: EventLog
  readonly write: (write: RunWrite) => Promise<WriteResult>
  readonly hints: RunHints
  readonly clock: Clock
  readonly random: Random
  /** Who is told of the ends of runs. */
  readonly subscriptionsOf: SubscriptionsOf
  readonly local: LocalSupervisors
  /** The supervisor that recovers: undefined while it is not alive itself. */
  readonly supervisor: { readonly supervisorId: string | undefined; accept(run: Run): void }
  /** Whether that supervisor executes runs like this one. */
  readonly executes: (run: Run) => boolean
  /** Called with the run that was queued to retry one that has failed. */
  readonly onRetry: (retry: RunSpec) => void
}

/**
 * Brings runs to their end whose supervisor is gone. Level-triggered: each tick looks at what there is and does what is left to do, so it
 * may be cut off anywhere, and several may do it at once; whoever writes first wins.
 *
 *   supervisors: alive ──its process is gone, or its beat stood for a lease──▶ dead ──nothing of it is left──▶ forgotten
 *   their runs:  STARTING ──▶ claimed anew, epoch raised          STARTED, CANCELING ──its workers are dead──▶ ended, retried by policy
 */
export class RunRecovery {
  readonly #options: RunRecoveryOptions
  readonly #beats: ObservedBeats = new ObservedBeats()
  #ticking: Promise<number> | undefined

  constructor(options: RunRecoveryOptions) {
    this.#options = options
  }

  /** Gives the number of runs it has recovered. A call during another shares its answer. @throws the storage's error */
  tick(): Promise<number> {
    this.#ticking ??= this.#recover().finally(() => {
      this.#ticking = undefined
    })
    return this.#ticking
  }

  async #recover(): Promise<number> {
    const { registry, local, supervisor } = this.#options
    if (supervisor.supervisorId === undefined) return 0
    const supervisors = await registry.list()
    const dead = await this.#findDead(supervisors)
    const registered = new Map(supervisors.map((one) => [one.supervisorId, one]))
    const lingering = await local.killOrphans({ dead, registered })
    const { recovered, left } = await this.#recoverRuns(lingering)
    // Its last run has an end or another owner now; the next look makes sure.
    const isDone = ({ supervisorId }: SupervisorRecord): boolean => !left.has(supervisorId) && !lingering.has(supervisorId)
    if (recovered === 0) for (const { supervisorId } of dead.filter(isDone)) await registry.remove(supervisorId)
    return recovered
  }

  async #findDead(supervisors: readonly SupervisorRecord[]): Promise<readonly SupervisorRecord[]> {
    const { clock, supervisor } = this.#options
    const others = supervisors.filter(({ supervisorId }) => supervisorId !== supervisor.supervisorId)
    const alive = others.filter(({ status }) => status === 'alive')
    const overdue = new Set(this.#beats.look(alive, clock.now()))
    const found = await Promise.all(alive.map((one) => this.#isDead(one, overdue.has(one))))
    return [...others.filter(({ status }) => status === 'dead'), ...alive.filter((_, index) => found[index])]
  }

  async #isDead(other: SupervisorRecord, isOverdue: boolean): Promise<boolean> {
    const { registry, local } = this.#options
    const isGone = isOverdue || (other.hostId === local.hostId && this.#isGoneBy(await local.probe(other), other))
    return isGone && (await registry.declareDead(other))
  }

  /** Who has vanished may be in another container of this machine: then its beat goes on. A third of the lease is between two of them. */
  #isGoneBy(sighting: Sighting, other: SupervisorRecord): boolean {
    return sighting === 'dead' || (sighting === 'vanished' && this.#beats.stoodFor(other) >= other.leaseMs / 2)
  }

  /** `left`: supervisors of which some runs are still in progress. */
  async #recoverRuns(
    lingering: ReadonlySet<string>,
  ): Promise<{ readonly recovered: number; readonly left: ReadonlySet<string> }> {
    const { registry } = this.#options
    const left = new Set<string>()
    let recovered = 0
    for (let after: Run | undefined; ; ) {
      const page = await registry.listAbandonedRuns({ limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const run of page) {
        const isRecovered = !lingering.has(run.owner ?? '') && (await this.#recoverRun(run))
        if (isRecovered) recovered++
        else if (run.owner !== null) left.add(run.owner)
      }
      after = page.at(-1)
      if (page.length < PAGE) return { recovered, left }
    }
  }

  async #recoverRun(run: Run): Promise<boolean> {
    const { clock, executes } = this.#options
    const recovery = decideRecovery(run, executes(run), clock.now())
    switch (recovery.kind) {
      case 'claim':
        return this.#claim(run)
      case 'end':
        return this.#end(run, recovery.end)
      case 'leave':
        return false
    }
  }

  async #claim(run: Run): Promise<boolean> {
    const { supervisor, write, clock, hints } = this.#options
    const { supervisorId } = supervisor
    if (supervisorId === undefined) return false
    const at = clock.now()
    const result = await write({
      runId: run.runId,
      guard: { kind: 'status', statuses: ['STARTING'], epoch: run.epoch, aliveSupervisor: supervisorId },
      events: [newEvent('RUN_STARTING', { at, payload: { supervisorId, epoch: run.epoch + 1 } })],
      change: { status: 'STARTING', owner: supervisorId, startingAt: at, raiseEpoch: true },
    })
    if (result.kind !== 'written') return false
    supervisor.accept({ ...run, owner: supervisorId, epoch: result.epoch, startingAt: at })
    hints.notify(run.runId)
    return true
  }

  async #end(run: Run, end: RunEnd): Promise<boolean> {
    const { eventLog, write, hints, onRetry } = this.#options
    const { runId, epoch, lastBatch } = run
    const isPermanent = await hasFailedForGood(eventLog, runId)
    const ending = new RunEnding({ ...end, isPermanent }, this.#options)
    // A batch of its old supervisor that was still under way may say more than was read: then the next look ends it. Its epoch stays until
    // then: a raised one would free the slots of steps that, by the log, are at work.
    const also = (locked: Run): RunAddition => (locked.lastBatch === lastBatch ? ending.also(locked) : { events: [] })
    // Whatever it is asked for meanwhile, it ends as that.
    const guard = { kind: 'status', statuses: [...IN_PROGRESS_STATUSES], epoch } as const
    const result = await write({ runId, guard, events: [], also })
    if (result.kind !== 'written' || !isFinished(result.status)) return false
    hints.notify(runId, 'ended')
    if (ending.retry !== undefined) onRetry(ending.retry)
    return true
  }
}
