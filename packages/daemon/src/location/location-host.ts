import type { LocationState, SerializedError } from '@pawl/core/plugin'
import { FrameworkError, serializeError } from '@pawl/core/plugin'
import type { Answer, Question } from '../channel/protocol.ts'
import { CodeHost, type CodeHostDeadlines, type LoadResult } from './code-host.ts'
import type { LocationFiles } from './location-files.ts'
import type { ProcessSpec } from './location-process-handle.ts'

export interface LocationHostOptions {
  readonly name: string
  /** As written in the config. */
  readonly module: string
  readonly files: LocationFiles
  readonly spec: ProcessSpec
  readonly deadlines: CodeHostDeadlines
  readonly now: () => number
  readonly onChange: () => void
}

/** What a worker has to run for a location now. */
export interface CurrentCode {
  readonly spec: ProcessSpec
  /** Of the files as they are, good or not: what a new worker will import. */
  readonly generation: string
  /** Of the jobs that are shown; another than `generation` while newer files are being loaded, or cannot be. */
  readonly shownGeneration: string | null
  /** Whether its files still are of this generation; where they are not, they are loaded anew. */
  readonly isCurrent: () => Promise<boolean>
}

/** Files that change during every import are taken as they come after this many: else nothing would ever run. */
const MOST_LOADS_IN_A_ROW = 3

/**
 * Keeps one location's code host, and what it last said.
 *
 *   loading ──imported──▶ loaded ──reload──▶ loading, still showing the last good jobs ──▶ loaded | failed
 *      └──throws, hangs, exits──▶ failed ──reload──▶ loading
 *
 * The old host answers until the new one has loaded; a reload that comes during another one follows it.
 */
export class LocationHost {
  readonly #options: LocationHostOptions
  #state: LocationState
  #host: CodeHost | undefined
  /** The one that is importing the code. */
  #next: CodeHost | undefined
  /** Of the files that were loaded last, whether well or not; undefined before the first time. */
  #generation: string | undefined
  #loading: Promise<void> | undefined
  #isStale = false
  /** Workers that had imported files which were changed meanwhile. */
  #outdatedInARow = 0
  #isStopped = false

  constructor(options: LocationHostOptions) {
    this.#options = options
    const { name, module, now } = options
    this.#state = { name, module, status: 'loading', generation: null, error: null, updatedAt: now(), jobs: [] }
  }

  get state(): LocationState {
    return this.#state
  }

  get files(): LocationFiles {
    return this.#options.files
  }

  /** Undefined until its files have been looked at for the first time. */
  get currentCode(): CurrentCode | undefined {
    const generation = this.#generation
    if (generation === undefined) return undefined
    const isCurrent = (): Promise<boolean> => this.#isCurrent(generation)
    return { spec: this.#options.spec, generation, shownGeneration: this.#state.generation, isCurrent }
  }

  /** Imports the files as they are now, in a new process; never rejects. */
  async reload(): Promise<LocationState> {
    this.#isStale = true
    this.#loading ??= this.#loadUntilFresh().finally(() => {
      this.#loading = undefined
    })
    await this.#loading
    return this.#state
  }

  /** Whether its files are others than those it was loaded from. */
  async hasChanged(): Promise<boolean> {
    return (await this.files.generation()) !== this.#generation
  }

  /** @throws FrameworkError LOCATION_NOT_LOADED, and as {@link CodeHost.ask} */
  async ask(question: Question): Promise<Answer> {
    if (this.#loading !== undefined && this.#host === undefined) await this.#loading
    if (this.#host?.isAlive === false) await this.reload()
    if (this.#host?.isAlive === true) return this.#host.ask(question)
    const { name, error } = this.#state
    throw new FrameworkError('LOCATION_NOT_LOADED', {
      message: `Location "${name}" could not be loaded: ${error?.message ?? 'it is still loading'}`,
      details: { locationName: name, error },
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all([this.#host?.stop(), this.#next?.stop()])
    await this.#loading
  }

  async #isCurrent(generation: string): Promise<boolean> {
    const now = await this.files.generation()
    const isCurrent = now === generation
    this.#outdatedInARow = isCurrent ? 0 : this.#outdatedInARow + 1
    if (now !== this.#generation && !this.#isStopped) void this.reload()
    return isCurrent || this.#outdatedInARow > MOST_LOADS_IN_A_ROW
  }

  async #loadUntilFresh(): Promise<void> {
    for (let loads = 0; this.#isStale && !this.#isStopped && loads < MOST_LOADS_IN_A_ROW; loads++) {
      this.#isStale = false
      try {
        await this.#load()
      } catch (error) {
        this.#failed(serializeError(error))
      }
    }
  }

  async #load(): Promise<void> {
    this.#change({ status: 'loading' })
    const generation = await this.files.generation()
    this.#generation = generation
    if (this.#isStopped) return
    const host = new CodeHost(this.#options.spec, this.#options.deadlines)
    this.#next = host
    const result = await host.loaded
    this.#next = undefined
    // Files that changed during the import: nobody knows which of them it has read.
    if (await this.hasChanged()) this.#isStale = true
    await this.#take(host, result, generation)
  }

  async #take(host: CodeHost, result: LoadResult, generation: string): Promise<void> {
    if (!result.ok || this.#isStopped) {
      await host.stop()
      if (!result.ok) this.#failed(result.error)
      return
    }
    const old = this.#host
    this.#host = host
    this.#change({ status: 'loaded', generation, error: null, jobs: result.jobs })
    await old?.stop()
  }

  #failed(error: SerializedError): void {
    this.#change({ status: 'failed', error })
  }

  #change(change: Partial<LocationState>): void {
    this.#state = { ...this.#state, ...change, updatedAt: this.#options.now() }
    this.#options.onChange()
  }
}
