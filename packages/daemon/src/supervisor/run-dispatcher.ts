import { FrameworkError, isFrameworkError, type Run, serializeError } from '@pawl/core/plugin'
import type { RunAssignment } from '../channel/protocol.ts'
import type { CurrentCode } from '../location/location-host.ts'
import { NO_INPUTS, type RunInputs, takesInputs } from './run-inputs.ts'
import type { SupervisedRun } from './supervised-run.ts'
import type { UnattributedOutput } from './unattributed-output.ts'
import type { Worker } from './worker.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface RunDispatcherOptions {
  readonly pool: WorkerPool
  readonly unattributed: UnattributedOutput
  /** Undefined for a location whose files have not been looked at yet. @throws FrameworkError for one that does not exist */
  readonly codeOf: (locationName: string) => CurrentCode | undefined
  /** Reads what a run takes from others. */
  readonly readInputs: (run: Run) => Promise<RunInputs>
  /** The supervisor's observed time. */
  readonly now: () => number
  /** A run that no worker can ever have. */
  readonly onImpossible: (supervised: SupervisedRun, error: unknown) => void
  readonly report: (error: unknown) => void
}

/** Gives waiting runs to workers, the oldest first; one that cannot have a worker now does not hold up those that can. */
export class RunDispatcher {
  readonly #options: RunDispatcherOptions
  #waiting: SupervisedRun[] = []

  constructor(options: RunDispatcherOptions) {
    this.#options = options
  }

  add(supervised: SupervisedRun): void {
    supervised.waitingSince ??= this.#options.now()
    this.#waiting.push(supervised)
  }

  /** The time to start does not count while a run only waits for the place of others, which comes with their ends. */
  excuseWaiting(): void {
    const { pool, now } = this.#options
    if (!pool.isAtWork) return
    for (const supervised of this.#waiting) if (this.#hasCode(supervised)) supervised.waitingSince = now()
  }

  /** Before all others: it has waited once. */
  addAgain(supervised: SupervisedRun): void {
    supervised.worker = undefined
    this.#waiting.unshift(supervised)
  }

  remove(supervised: SupervisedRun): void {
    const index = this.#waiting.indexOf(supervised)
    if (index >= 0) this.#waiting.splice(index, 1)
  }

  dispatch(): void {
    const waiting = this.#waiting
    this.#waiting = []
    /** Kinds of workers that there are none of now. */
    const missing = new Set<string>()
    const left = waiting.filter((supervised) => {
      const kind = `${supervised.run.locationName} ${isIsolated(supervised)}`
      const isPlaced = !missing.has(kind) && this.#place(supervised)
      if (!isPlaced) missing.add(kind)
      return !isPlaced
    })
    // What is added meanwhile came later, or was put before all others.
    this.#waiting = [...this.#waiting, ...left]
  }

  /** Gets a process ready for a location's code, and lets go of those with older code. */
  warm(locationName: string): void {
    const code = this.#options.codeOf(locationName)
    if (code !== undefined) this.#options.pool.warm(locationName, code)
  }

  /** Has another process ready beside those at work for a location. */
  keepSpare(locationName: string): void {
    const code = this.#options.codeOf(locationName)
    if (code !== undefined) this.#options.pool.keepSpare(locationName, code)
  }

  #hasCode({ run }: SupervisedRun): boolean {
    try {
      return this.#options.codeOf(run.locationName) !== undefined
    } catch {
      // It is told so when it is to be placed.
      return false
    }
  }

  /** False when it has to wait. */
  #place(supervised: SupervisedRun): boolean {
    const { pool, codeOf, onImpossible } = this.#options
    const { locationName } = supervised.run
    let worker: Worker | undefined
    try {
      const code = codeOf(locationName)
      worker = code === undefined ? undefined : pool.take({ locationName, code, isFresh: isIsolated(supervised) })
    } catch (error) {
      onImpossible(supervised, error)
      return true
    }
    if (worker === undefined) return false
    this.#give(supervised, worker)
    // The next one that wants a process for itself shall find it warm.
    if (isIsolated(supervised)) this.warm(locationName)
    return true
  }

  #give(supervised: SupervisedRun, worker: Worker): void {
    const { now, unattributed, report } = this.#options
    const { runId } = supervised.run
    supervised.worker = worker
    supervised.givenAt ??= now()
    unattributed.begin(worker, runId)
    worker.reserve(runId, isIsolated(supervised))
    if (takesInputs(supervised.run)) void this.#giveWithInputs(supervised, worker).catch(report)
    else this.#execute(supervised, worker, NO_INPUTS)
  }

  async #giveWithInputs(supervised: SupervisedRun, worker: Worker): Promise<void> {
    try {
      const inputs = await this.#options.readInputs(supervised.run)
      if (supervised.worker === worker) this.#execute(supervised, worker, inputs)
      else this.#takeBack(supervised, worker)
    } catch (error) {
      const isStillIts = supervised.worker === worker
      this.#takeBack(supervised, worker)
      // Tried again with the next look at what waits, until it should have started; one that is to stop need not be told of them.
      const isGone = isFrameworkError(error) && error.code === 'PARENT_RUN_GONE'
      if (isStillIts && (supervised.isCanceled || isGone)) this.#options.onImpossible(supervised, error)
      else if (isStillIts) this.addAgain(supervised)
      // The run says so itself.
      if (!isGone) throw error
    }
  }

  /** The worker was never told of it. */
  #takeBack(supervised: SupervisedRun, worker: Worker): void {
    if (supervised.worker === worker) supervised.worker = undefined
    worker.release(supervised.run.runId, null)
  }

  #execute({ run, cancelSentAt }: SupervisedRun, worker: Worker, inputs: RunInputs): void {
    const { runId, jobName, config, opSelection, tags, rootRunId, parentRunId, retryNumber } = run
    const assignment: RunAssignment = {
      ...{ runId, jobName, config, opSelection, tags, rootRunId, parentRunId, retryNumber },
      ...inputs,
      generation: worker.generation,
    }
    worker.execute(assignment)
    if (cancelSentAt !== undefined) worker.cancel(runId)
  }
}

const isIsolated = ({ run }: SupervisedRun): boolean => run.tags['pawl/isolation'] === 'fresh'

/** What a run is told that no worker could be found for. */
export function impossibleMessage(error: unknown): string {
  return error instanceof FrameworkError ? error.message : `Its worker could not be started: ${serializeError(error).message}`
}
