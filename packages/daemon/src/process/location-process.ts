import { flushCompileCache } from 'node:module'
import { createServer, type Server } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import {
  buildJobDescription,
  type Definitions,
  describeHandlers,
  FrameworkError,
  ioManagerPool,
  isFrameworkError,
  type JobDescription,
  type RetryPolicy,
  type SerializedError,
  serializeError,
  systemClock,
} from '@pawl/core/plugin'
import { fsIOManager } from '@pawl/io-fs'
import { type MessageChannel, messageChannel } from '../channel/message-channel.ts'
import type { FromProcess, ProcessOptions, ToProcess } from '../channel/protocol.ts'
import { writeAttachment } from '../home/attachment-files.ts'
import { CapturedOutput } from '../home/captured-output.ts'
import { killGroup } from '../home/process-liveness.ts'
import { answerQuestion } from './answer-question.ts'
import { attemptHooks } from './attempt-hooks.ts'
import { captureStreams } from './capture-streams.ts'
import { chargeLateErrors } from './late-errors.ts'
import { importDefinitions } from './location-definitions.ts'
import { PlannedJobs } from './planned-jobs.ts'
import { Quietness } from './quietness.ts'
import { withoutProjectPaths } from './shown-error.ts'
import type { WorkerContext } from './worker-run.ts'
import { WorkerRuns } from './worker-runs.ts'

/** What this process has made of its location's code. */
type LocationContext = Omit<WorkerContext, 'send' | 'leave'>
type Channel = MessageChannel<ToProcess, FromProcess>

/** Turns of the event loop after the import in which a promise that its code left alone may still be rejected. */
const TURNS_AFTER_IMPORT = 5
const ORPHAN_LOOK_MS = 200

/**
 * The program of code hosts and workers: imports one location's code, once, and then answers questions about it or executes its runs,
 * as its supervisor asks. Ends when the supervisor's connection does.
 *
 *   listening ──connected──▶ importing ──▶ idle ⇄ executing runs ──retire──▶ exit
 *                                └──▶ load-failed ──▶ exit
 */
export class LocationProcess {
  readonly #options: ProcessOptions
  readonly #captured: CapturedOutput
  readonly #quietness: Quietness
  #context: LocationContext | undefined
  #runs: WorkerRuns | undefined
  #loadFailed: ((error: unknown) => void) | undefined

  constructor(options: ProcessOptions) {
    this.#options = options
    this.#captured = new CapturedOutput(options.home.capturedLogs)
    this.#quietness = new Quietness(options.memoryLimitBytes)
  }

  async run(onListening: () => void): Promise<void> {
    captureStreams(this.#captured)
    chargeLateErrors(this.#captured, (error) => this.#stray(error))
    const channel = await this.#connect(onListening)
    channel.onClose(endAsOrphan)
    try {
      const definitions = await this.#load()
      this.#context = this.#contextOf(definitions)
      this.#runs = this.#runsOf(this.#context, channel)
      channel.send({ type: 'loaded', jobs: await this.#describe(definitions) })
    } catch (error) {
      channel.send({ type: 'load-failed', error: await this.#describeLoadError(error) })
      return
    }
    // Node itself writes it when a process ends by itself, which these rarely do.
    flushCompileCache()
    this.#quietness.rememberBaseline()
    channel.onMessage((message) => this.#receive(message, channel))
  }

  async #connect(onListening: () => void): Promise<Channel> {
    const { socketPath, supervisorPid } = this.#options
    // A supervisor that dies before it has connected leaves no connection that would end.
    const watch = setInterval(() => {
      if (process.ppid !== supervisorPid) process.exit(1)
    }, ORPHAN_LOOK_MS)
    try {
      return await new Promise((resolve, reject) => {
        const server: Server = createServer((socket) => resolve(messageChannel<ToProcess, FromProcess>(socket)))
        server.once('error', reject)
        server.listen(socketPath, onListening)
      })
    } finally {
      clearInterval(watch)
    }
  }

  /** The import, and a moment after it for promises it left alone. @throws whatever the user's code does */
  async #load(): Promise<Definitions> {
    const failed = Promise.withResolvers<never>()
    this.#loadFailed = failed.reject
    const loading = (async () => {
      const definitions = await importDefinitions(this.#options.modulePath, this.#options.projectDirectory)
      for (let turns = 0; turns < TURNS_AFTER_IMPORT; turns++) await turn()
      return definitions
    })()
    try {
      return await Promise.race([loading, failed.promise])
    } finally {
      this.#loadFailed = undefined
    }
  }

  async #describeLoadError(error: unknown): Promise<SerializedError> {
    // Only imported here: a process whose code is fine starts sooner without it.
    const { explainLoadError } = await import('./explain-load-error.ts')
    return explainLoadError(error, this.#options)
  }

  /** An error of no attempt: it spoils a load; later it is printed, and the process is not used for another run. */
  #stray(error: unknown): void {
    if (this.#loadFailed !== undefined) {
      this.#loadFailed(error)
      return
    }
    process.stderr.write(`Unhandled error outside any step: ${serializeError(error).stack ?? String(error)}\n`)
    this.#runs?.spoil()
  }

  #contextOf(definitions: Definitions): LocationContext {
    const options = this.#options
    return {
      options,
      clock: systemClock,
      random: Math.random,
      pid: process.pid,
      env: (name) => process.env[name],
      definitions,
      plans: new PlannedJobs(definitions, (options.opRetry ?? undefined) as RetryPolicy | undefined),
      ioManagers: ioManagerPool({
        providers: definitions.ioManagers,
        fallback: ({ baseDirectory }) => fsIOManager({ baseDirectory }),
        baseDirectory: options.home.outputs,
      }),
      captured: this.#captured,
      hooks: (runId) =>
        attemptHooks({
          runId,
          captured: this.#captured,
          storeAttachment: (attachment) => writeAttachment(options.home.attachments, runId, attachment),
          turn,
          onLateError: () => undefined,
        }),
      knownPlans: new Set(),
    }
  }

  #runsOf(context: LocationContext, channel: Channel): WorkerRuns {
    return new WorkerRuns({
      context,
      send: (message) => channel.send(message),
      whatIsLeft: () => this.#quietness.whatIsLeft(),
      exit: () => process.exit(0),
    })
  }

  async #describe(definitions: Definitions): Promise<readonly JobDescription[]> {
    const plans = this.#context?.plans
    if (plans === undefined) return []
    return Promise.all(
      definitions.jobs.map(async ({ name }) => {
        const { job, planned } = await plans.get(name)
        return { ...buildJobDescription(job, planned), handlers: describeHandlers(definitions, job) }
      }),
    )
  }

  #receive(message: ToProcess, channel: Channel): void {
    if (message.type === 'ask') void this.#answer(message, channel)
    else this.#runs?.receive(message)
  }

  async #answer({ id, question }: Extract<ToProcess, { type: 'ask' }>, channel: Channel): Promise<void> {
    try {
      if (this.#context === undefined)
        throw new FrameworkError('LOCATION_NOT_LOADED', { message: 'The location has not been loaded.' })
      channel.send({ type: 'answer', id, answer: await answerQuestion(question, this.#context) })
    } catch (error) {
      const details = isFrameworkError(error) ? error.details : {}
      channel.send({
        type: 'answer-failed',
        id,
        error: withoutProjectPaths(serializeError(error), this.#options.projectDirectory),
        details,
      })
    }
  }
}

/** Nobody is in charge any more: it ends with all that it has started. */
function endAsOrphan(): void {
  // After what users' code does at an exit.
  process.once('exit', () => killGroup(process.pid))
  process.exit(0)
}
