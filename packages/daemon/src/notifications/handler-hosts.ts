import { type Clock, FrameworkError } from '@pawl/core/plugin'
import type { Question } from '../channel/protocol.ts'
import { CodeHost, type CodeHostDeadlines } from '../location/code-host.ts'
import type { CurrentCode } from '../location/location-host.ts'

export interface HandlerHostsOptions {
  /** Undefined for a location whose files have not been looked at yet. @throws FrameworkError for one that does not exist */
  readonly codeOf: (locationName: string) => CurrentCode | undefined
  readonly clock: Clock
  readonly deadlines: CodeHostDeadlines
  /** Told of what handlers print. */
  readonly onOutput: (locationName: string, text: string) => void
}

interface HandlerHost {
  readonly generation: string
  readonly host: CodeHost
}

/** The calls of a location, one after the other. */
interface Lane {
  last: Promise<unknown>
  waitingCount: number
  /** UTC milliseconds of the end of its last call. */
  usedAt: number
}

/** Of what a handler prints this much is shown; bytes. */
const SHOWN_OUTPUT = 16 * 1024
/** How long a process is kept for the next call. */
const KEPT_MS = 10_000

/**
 * Processes that call the handlers of runs' ends, one for each location, apart from those that execute runs and answer questions: a
 * handler that hangs or dies takes nobody with it. It is killed with its process, and the next call has a new one.
 */
export class HandlerHosts {
  readonly #options: HandlerHostsOptions
  readonly #hosts: Map<string, HandlerHost> = new Map()
  readonly #lanes: Map<string, Lane> = new Map()

  constructor(options: HandlerHostsOptions) {
    this.#options = options
  }

  /**
   * Calls a handler, if the code has it. Calls of one location wait for each other, so that none is killed for another; `onTurn` is waited
   * for when the wait is over.
   * @throws FrameworkError UNKNOWN_LOCATION, LOCATION_NOT_LOADED, CODE_HOST_TIMEOUT, CODE_HOST_DIED; whatever `onTurn` or the handler throws
   */
  call(locationName: string, question: Question, onTurn: () => Promise<void>): Promise<void> {
    const lane = this.#lanes.get(locationName) ?? { last: Promise.resolve(), waitingCount: 0, usedAt: 0 }
    this.#lanes.set(locationName, lane)
    lane.waitingCount++
    const call = lane.last.then(async () => {
      try {
        await onTurn()
        await this.#call(locationName, question)
      } finally {
        lane.waitingCount--
        lane.usedAt = this.#options.clock.now()
      }
    })
    lane.last = call.catch(() => undefined)
    return call
  }

  /** Ends processes that nobody has needed for a while. */
  async stopIdle(): Promise<void> {
    const now = this.#options.clock.now()
    for (const [name, { waitingCount, usedAt }] of this.#lanes) {
      if (waitingCount > 0 || now - usedAt < KEPT_MS) continue
      this.#lanes.delete(name)
      await this.#stopHost(name)
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#hosts.keys()].map((name) => this.#stopHost(name)))
  }

  async #call(locationName: string, question: Question): Promise<void> {
    const host = await this.#hostOf(locationName)
    try {
      await host.ask(question)
    } finally {
      this.#tellOutput(locationName, host)
    }
  }

  async #hostOf(locationName: string): Promise<CodeHost> {
    const code = this.#options.codeOf(locationName)
    if (code === undefined) throw notLoaded(locationName, 'it is still loading')
    const current = this.#hosts.get(locationName)
    if (current?.generation === code.generation && current.host.isAlive) return current.host
    await this.#stopHost(locationName)
    const host = new CodeHost(code.spec, this.#options.deadlines)
    this.#hosts.set(locationName, { generation: code.generation, host })
    const loaded = await host.loaded
    if (loaded.ok) return host
    await this.#stopHost(locationName)
    throw notLoaded(locationName, loaded.error.message)
  }

  async #stopHost(locationName: string): Promise<void> {
    const current = this.#hosts.get(locationName)
    this.#hosts.delete(locationName)
    await current?.host.stop()
  }

  #tellOutput(locationName: string, host: CodeHost): void {
    const texts = host.readOutput(SHOWN_OUTPUT).map(({ bytes }) => Buffer.from(bytes).toString())
    if (texts.length > 0) this.#options.onOutput(locationName, texts.join(''))
  }
}

const notLoaded = (locationName: string, why: string): FrameworkError =>
  new FrameworkError('LOCATION_NOT_LOADED', { message: `location "${locationName}" could not be loaded: ${why}` })
