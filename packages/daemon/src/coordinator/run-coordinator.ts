import { type Clock, newEvent, type Run, type RunHints, type RunWrite, type WriteResult } from '@pawl/core/plugin'

/** Runs that may be claimed at `now`, the next one first; as `RunStorage.listQueuedRuns`. */
export type QueuedRuns = (page: { readonly now: number; readonly limit: number }) => Promise<readonly Run[]>

export interface RunCoordinatorOptions {
  readonly listQueuedRuns: QueuedRuns
  readonly write: (write: RunWrite) => Promise<WriteResult>
  readonly hints: RunHints
  readonly clock: Clock
  readonly supervisor: { readonly supervisorId: string; readonly room: number; accept(run: Run): void }
}

/** Decides which queued runs may start now, and claims them for its supervisor: highest priority first, then oldest. */
export class RunCoordinator {
  readonly #options: RunCoordinatorOptions
  #ticking: Promise<number> | undefined

  constructor(options: RunCoordinatorOptions) {
    this.#options = options
  }

  /** Claims as many runs as there is room for; gives their number. A call during another shares its answer. */
  tick(): Promise<number> {
    this.#ticking ??= this.#claimRuns().finally(() => {
      this.#ticking = undefined
    })
    return this.#ticking
  }

  async #claimRuns(): Promise<number> {
    const { listQueuedRuns, clock, supervisor } = this.#options
    const { room } = supervisor
    if (room <= 0) return 0
    const queued = await listQueuedRuns({ now: clock.now(), limit: room })
    const claims = await Promise.all(queued.map((run) => this.#claim(run)))
    return claims.filter(Boolean).length
  }

  /** Raises the epoch: from here on only this supervisor's writes count. False when another was faster, or it was canceled. */
  async #claim(run: Run): Promise<boolean> {
    const { write, clock, hints, supervisor } = this.#options
    const { supervisorId } = supervisor
    const at = clock.now()
    const epoch = run.epoch + 1
    const result = await write({
      runId: run.runId,
      guard: { kind: 'status', statuses: ['QUEUED'], epoch: run.epoch },
      events: [newEvent('RUN_DEQUEUED', { at, payload: {} }), newEvent('RUN_STARTING', { at, payload: { supervisorId, epoch } })],
      change: { status: 'STARTING', owner: supervisorId, startingAt: at, raiseEpoch: true },
    })
    if (result.kind !== 'written') return false
    supervisor.accept({ ...run, status: 'STARTING', owner: supervisorId, epoch: result.epoch, startingAt: at })
    hints.notify(run.runId)
    return true
  }
}
