import {
  Admission,
  type ClaimResult,
  type ClaimRound,
  type ClaimWrite,
  type Clock,
  limitsRuns,
  newEvent,
  type QueuedRun,
  type QueueLimits,
  type Run,
  type RunHints,
  type RunQueue,
} from '@pawl/core/plugin'

/** Claims to be written, with whatever else waits to be. */
export type Claim = (round: Omit<ClaimRound, 'alongside'>) => Promise<readonly ClaimResult[]>

export interface RunCoordinatorOptions {
  readonly queue: Pick<RunQueue, 'listQueue' | 'listInProgress'>
  readonly limits: QueueLimits
  readonly claim: Claim
  readonly hints: RunHints
  readonly clock: Clock
  readonly supervisor: {
    /** Undefined while it is not alive for the others: then it may own no run. */
    readonly supervisorId: string | undefined
    readonly room: number
    accept(run: Run): void
  }
}

/** Of a queue whose head may not start: as few reads as there can be, and none that holds up the process for long. */
const PAGE = 500
/** Against others who claim from the same queue; what is left then is found at the next look. */
const MOST_ROUNDS = 10

/**
 * Decides which queued runs may start now, and claims them for its supervisor: highest priority first, then oldest; one that a limit keeps
 * waiting does not hold up those behind it. What it has seen of the queue is only a guess: it is decided in the transaction that claims.
 */
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
    let claimed = 0
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const results = await this.#claimRound()
      claimed += results.filter(({ kind }) => kind === 'claimed').length
      // Somebody else was faster: there may be other runs for this supervisor.
      if (!results.some(({ kind }) => kind === 'gone' || kind === 'left')) break
    }
    return claimed
  }

  async #claimRound(): Promise<readonly ClaimResult[]> {
    const { limits, claim, clock, hints, supervisor } = this.#options
    const { supervisorId } = supervisor
    const runs = await this.#whoMayStart()
    if (runs.length === 0 || supervisorId === undefined) return []
    const readsInProgress = limitsRuns(limits)
    const results = await claim({
      supervisorId,
      runs,
      readsInProgress,
      decide: (inProgress) => {
        // Told under the lock: it comes after the ends that made room.
        const at = clock.now()
        const admission = new Admission(limits, inProgress)
        return (run) => (admission.admit(run.tags).kind === 'admitted' ? claimWrite(run, supervisorId, at) : undefined)
      },
    })
    for (const result of results) {
      if (result.kind !== 'claimed') continue
      supervisor.accept(result.run)
      hints.notify(result.run.runId)
    }
    return results
  }

  /** The first of the queue that would be admitted now, no more than there is room for. */
  async #whoMayStart(): Promise<readonly QueuedRun[]> {
    const { queue, limits, clock, supervisor } = this.#options
    const { room, supervisorId } = supervisor
    const now = clock.now()
    if (room <= 0 || supervisorId === undefined) return []
    if (!limitsRuns(limits)) return queue.listQueue({ now, limit: room })
    const admission = new Admission(limits, await queue.listInProgress())
    const chosen: QueuedRun[] = []
    for (let after: QueuedRun | undefined; !admission.isFull; ) {
      const page = await queue.listQueue({ now, limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const run of page) {
        if (admission.admit(run.tags).kind === 'admitted') chosen.push(run)
        if (chosen.length === room) return chosen
      }
      if (page.length < PAGE) break
      after = page.at(-1)
    }
    return chosen
  }
}

/** Raises the epoch: from here on only this supervisor's writes count. */
function claimWrite(run: Run, supervisorId: string, at: number): ClaimWrite {
  const payload = { supervisorId, epoch: run.epoch + 1 }
  return {
    events: [newEvent('RUN_DEQUEUED', { at, payload: {} }), newEvent('RUN_STARTING', { at, payload })],
    change: { status: 'STARTING', owner: supervisorId, startingAt: at, raiseEpoch: true },
  }
}
