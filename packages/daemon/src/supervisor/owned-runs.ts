import type { Run, RunStorage } from '@pawl/core/plugin'
import { SupervisedRun } from './supervised-run.ts'

export interface OwnedRunsOptions {
  readonly storage: Pick<RunStorage, 'listOwnedRuns' | 'getRun'>
  /** The runs that the supervisor knows of. */
  readonly runs: Map<string, SupervisedRun>
  /** Undefined while it may own no run. */
  readonly owner: () => string | undefined
  /** A run that nobody here knew of waits for a worker. */
  readonly onFound: (supervised: SupervisedRun) => void
  readonly cancel: (runId: string) => Promise<void>
}

/** Looks into the storage for what it alone knows to be asked of a supervisor: cancels, and claims whose answer was lost. */
export class OwnedRuns {
  readonly #options: OwnedRunsOptions
  #looking: Promise<void> | undefined

  constructor(options: OwnedRunsOptions) {
    this.#options = options
  }

  /** The same promise for those who ask while it looks. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #look(): Promise<void> {
    const { storage, runs, cancel } = this.#options
    const owner = this.#options.owner()
    if (owner === undefined) return
    for (const run of await storage.listOwnedRuns({ owner, statuses: ['STARTING', 'CANCELING'] })) {
      if (!runs.has(run.runId)) await this.#adopt(run)
      else if (run.status === 'CANCELING') await cancel(run.runId)
    }
  }

  /**
   * Takes a run whose claim was not answered. The list it is in may be older than what has become of it since, its end included: it is
   * looked at again now that nobody else can begin it here.
   */
  async #adopt(listed: Run): Promise<void> {
    const { storage, runs, cancel, onFound } = this.#options
    const { runId, owner, epoch } = listed
    if (owner !== this.#options.owner()) return
    const supervised = new SupervisedRun(listed)
    runs.set(runId, supervised)
    const run = await storage.getRun(runId).catch((error: unknown) => {
      if (runs.get(runId) === supervised) runs.delete(runId)
      throw error
    })
    if (runs.get(runId) !== supervised) return
    const isItsOwn = run?.owner === owner && run.epoch === epoch
    if (isItsOwn && run.status === 'CANCELING') return cancel(runId)
    if (isItsOwn && run.status === 'STARTING') onFound(supervised)
    else runs.delete(runId)
  }
}
