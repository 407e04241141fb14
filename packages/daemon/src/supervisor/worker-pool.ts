import { loadTimeout } from '../location/load-failure.ts'
import type { CurrentCode } from '../location/location-host.ts'
import type { ObservedTime } from './observed-time.ts'
import { type StartProcess, Worker, type WorkerEvents } from './worker.ts'

export interface WorkerPoolOptions {
  /** Worker processes at most. */
  readonly processes: number
  /** Runs of one worker at the same time; above 1 a crash ends all of them. */
  readonly runsAtOnce: number
  /** For a worker to import its location's code; milliseconds. */
  readonly loadTimeoutMs: number
  /** For a worker to let go of a run that is somebody else's; milliseconds. */
  readonly killGraceMs: number
  readonly time: ObservedTime
  readonly startProcess: StartProcess
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
  readonly #events: WorkerEvents
  /** With the observed time when they were started. */
  readonly #workers: Map<Worker, number> = new Map()
  #isStopped = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
    const { events } = options
    this.#events = {
      ...events,
      onGone: (worker, how) => {
        this.#workers.delete(worker)
        events.onGone(worker, how)
      },
    }
  }

  get capacity(): number {
    return this.#options.processes * this.#options.runsAtOnce
  }

  get workers(): readonly Worker[] {
    return [...this.#workers.keys()]
  }

  /** A run is in one of its workers; its end makes room. */
  get isAtWork(): boolean {
    return this.workers.some(({ runs }) => runs.size > 0)
  }

  /** A worker for a run, or undefined when there is none now: then a worker that is released or gone is the time to ask again. */
  take(request: WorkerRequest): Worker | undefined {
    if (this.#isStopped) return undefined
    return this.workers.find((worker) => this.#suits(worker, request)) ?? this.#startFor(request)
  }

  /** Starts a worker for code that will be wanted, where there is room; and lets those of older code go. */
  warm(locationName: string, code: CurrentCode): void {
    const ofLocation = this.workers.filter((worker) => worker.locationName === locationName)
    for (const worker of ofLocation) if (worker.generation !== code.generation) worker.retire()
    const hasWarm = ofLocation.some((worker) => !worker.isRetiring)
    if (!hasWarm && this.#hasRoom) this.#add(locationName, code)
  }

  /** Sees that besides those at work one is ready, where there is room: whoever loses its worker goes on there at once. */
  keepSpare(locationName: string, code: CurrentCode): void {
    const isSpare = (worker: Worker): boolean => !worker.isRetiring && worker.runs.size === 0
    const hasSpare = this.workers.some((worker) => worker.locationName === locationName && isSpare(worker))
    if (!hasSpare && this.#hasRoom) this.#add(locationName, code)
  }

  /** Gives up on workers that do not get their code imported, or do not let go of what is no longer theirs. */
  tick(): void {
    const { loadTimeoutMs, killGraceMs, time } = this.#options
    const now = time.now()
    for (const [worker, startedAt] of this.#workers) {
      if (!worker.isReady && now > startedAt + loadTimeoutMs) worker.failLoading(loadTimeout(loadTimeoutMs))
      worker.checkDisowned(now, killGraceMs)
    }
  }

  /** Ends all workers; those that have runs lose them. None is started from now on. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const { workers } = this
    for (const worker of workers) worker.kill('its supervisor has stopped')
    await Promise.all(workers.map(({ exited }) => exited))
  }

  get #hasRoom(): boolean {
    return !this.#isStopped && this.#workers.size < this.#options.processes
  }

  #suits(worker: Worker, request: WorkerRequest): boolean {
    if (worker.isRetiring || !this.#runsCodeOf(worker, request)) return false
    return request.isFresh ? !worker.wasGivenRuns : worker.runs.size < this.#options.runsAtOnce
  }

  #runsCodeOf(worker: Worker, { locationName, code }: WorkerRequest): boolean {
    const isCurrent = worker.generation === code.generation || worker.generation === code.shownGeneration
    return isCurrent && worker.locationName === locationName
  }

  #startFor(request: WorkerRequest): Worker | undefined {
    if (this.#hasRoom) return this.#add(request.locationName, request.code)
    this.#whoMakesRoom(request)?.retire()
    return undefined
  }

  /** A worker that is to take no more runs, so that its place is free when it is gone; undefined where one is on its way, or none should go. */
  #whoMakesRoom(request: WorkerRequest): Worker | undefined {
    const { workers } = this
    const retiring = workers.filter((worker) => worker.isRetiring)
    if (retiring.some((worker) => worker.runs.size === 0)) return undefined
    const idle = workers.find((worker) => !worker.isRetiring && worker.runs.size === 0)
    // One that has a single run is asked again when that is over; one that has several might never be idle by itself.
    if (idle !== undefined || retiring.length > 0 || this.#options.runsAtOnce === 1) return idle
    const others = workers.filter((worker) => request.isFresh || !this.#runsCodeOf(worker, request))
    return others.toSorted((a, b) => a.runs.size - b.runs.size)[0]
  }

  #add(locationName: string, code: CurrentCode): Worker {
    const worker = new Worker(locationName, code, { startProcess: this.#options.startProcess, events: this.#events })
    this.#workers.set(worker, this.#options.time.now())
    return worker
  }
}
