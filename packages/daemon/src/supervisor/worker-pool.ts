import type { CurrentCode } from '../location/location-host.ts'
import { Worker, type WorkerEvents } from './worker.ts'

export interface WorkerPoolOptions {
  /** Worker processes at most. */
  readonly processes: number
  /** Runs of one worker at the same time; above 1 a crash ends all of them. */
  readonly runsAtOnce: number
  readonly events: WorkerEvents
}

export interface WorkerRequest {
  readonly locationName: string
  readonly code: CurrentCode
  /** A process that no other run has been in, or will be. */
  readonly isFresh: boolean
}

/** The worker processes of one supervisor: started when there is need, kept warm, replaced when their code is old. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #workers: Set<Worker> = new Set()
  /** Workers given to a run that shares its process with none. */
  readonly #isolated: WeakSet<Worker> = new WeakSet()

  constructor(options: WorkerPoolOptions) {
    this.#options = {
      ...options,
      events: {
        ...options.events,
        onGone: (worker, how) => {
          this.#workers.delete(worker)
          options.events.onGone(worker, how)
        },
      },
    }
  }

  get capacity(): number {
    return this.#options.processes * this.#options.runsAtOnce
  }

  get workers(): ReadonlySet<Worker> {
    return this.#workers
  }

  /** A worker for a run, or undefined when all are busy: then a worker that is released or gone is the time to ask again. */
  take(request: WorkerRequest): Worker | undefined {
    const worker = this.#idle(request) ?? this.#start(request)
    if (worker !== undefined && request.isFresh) this.#isolated.add(worker)
    return worker
  }

  /** Starts a worker for code that will be wanted, where there is room; and lets those of older code go. */
  warm(locationName: string, code: CurrentCode): void {
    for (const worker of this.#workers) {
      if (worker.locationName === locationName && worker.generation !== code.generation) worker.retire()
    }
    const isWarm = [...this.#workers].some((worker) => worker.locationName === locationName && !worker.isRetiring)
    if (!isWarm && this.#workers.size < this.#options.processes) this.#add(locationName, code)
  }

  /** Ends all workers; those that have runs lose them. */
  async stop(): Promise<void> {
    const workers = [...this.#workers]
    for (const worker of workers) worker.kill()
    await Promise.all(workers.map(({ exited }) => exited))
  }

  #idle({ locationName, code, isFresh }: WorkerRequest): Worker | undefined {
    for (const worker of this.#workers) {
      const fits = worker.locationName === locationName && worker.generation === code.generation
      if (!fits || worker.isRetiring || this.#isolated.has(worker)) continue
      if (isFresh ? worker.isFresh : worker.runs.size < this.#options.runsAtOnce) return worker
    }
    return undefined
  }

  #start({ locationName, code }: WorkerRequest): Worker | undefined {
    if (this.#workers.size >= this.#options.processes) {
      // One that has nothing to do but knows other code makes room; its place is free when it is gone.
      const other = [...this.#workers].find((worker) => worker.runs.size === 0 && !worker.isRetiring)
      other?.retire()
      return undefined
    }
    return this.#add(locationName, code)
  }

  #add(locationName: string, code: CurrentCode): Worker {
    const worker = new Worker(locationName, code, this.#options.events)
    this.#workers.add(worker)
    return worker
  }
}
