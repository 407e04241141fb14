import type { LocationState, SerializedError } from '@pawl/core/plugin'
import { FrameworkError } from '@pawl/core/plugin'
import type { Answer, Question } from '../channel/protocol.ts'
import { CodeHost, type CodeHostDeadlines } from './code-host.ts'
import { locationGeneration, locationRoot } from './location-files.ts'
import type { ProcessSpec } from './location-process-handle.ts'

export interface LocationHostOptions {
  readonly name: string
  /** As written in the config. */
  readonly module: string
  readonly spec: ProcessSpec
  readonly deadlines: CodeHostDeadlines
  readonly now: () => number
  readonly onChange: () => void
}

/** What a worker has to run for a location now. */
export interface CurrentCode {
  readonly spec: ProcessSpec
  readonly generation: string
}

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
  readonly root: string
  #state: LocationState
  #host: CodeHost | undefined
  /** The one that is importing the code. */
  #next: CodeHost | undefined
  /** Of the files that were loaded last, whether well or not. */
  #generation = ''
  #loading: Promise<void> | undefined
  #isStale = false
  #isStopped = false

  constructor(options: LocationHostOptions) {
    this.#options = options
    this.root = locationRoot(options.spec.modulePath, options.spec.projectDirectory)
    const { name, module, now } = options
    this.#state = { name, module, status: 'loading', generation: null, error: null, updatedAt: now(), jobs: [] }
  }

  get state(): LocationState {
    return this.#state
  }

  get currentCode(): CurrentCode {
    return { spec: this.#options.spec, generation: this.#generation }
  }

  /** Imports the files as they are now, in a new process. */
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
    return (await locationGeneration(this.root)) !== this.#generation
  }

  /** @throws FrameworkError LOCATION_NOT_LOADED, and as {@link CodeHost.ask} */
  async ask(question: Question): Promise<Answer> {
    if (this.#loading !== undefined && this.#host === undefined) await this.#loading
    if (this.#host?.isAlive === false) await this.reload()
    if (this.#host === undefined) {
      const { name, error } = this.#state
      throw new FrameworkError('LOCATION_NOT_LOADED', {
        message: `Location "${name}" could not be loaded: ${error?.message ?? 'it is still loading'}`,
        details: { locationName: name, error },
      })
    }
    return this.#host.ask(question)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all([this.#host?.stop(), this.#next?.stop()])
    await this.#loading
  }

  async #loadUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#isStopped) {
      this.#isStale = false
      await this.#load()
    }
  }

  async #load(): Promise<void> {
    this.#change({ status: 'loading' })
    this.#generation = await locationGeneration(this.root)
    if (this.#isStopped) return
    const host = new CodeHost(this.#options.spec, this.#options.deadlines)
    this.#next = host
    const result = await host.loaded
    this.#next = undefined
    // Files that changed during the import: nobody knows which of them it has read.
    if (await this.hasChanged()) this.#isStale = true
    if (result.ok && !this.#isStopped) {
      const old = this.#host
      this.#host = host
      this.#change({ status: 'loaded', generation: this.#generation, error: null, jobs: result.jobs })
      await old?.stop()
    } else {
      await host.stop()
      if (!result.ok) this.#failed(result.error)
    }
  }

  #failed(error: SerializedError): void {
    this.#change({ status: 'failed', error })
  }

  #change(change: Partial<LocationState>): void {
    this.#state = { ...this.#state, ...change, updatedAt: this.#options.now() }
    this.#options.onChange()
  }
}
