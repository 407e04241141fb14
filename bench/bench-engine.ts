import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type FinishedStatus,
  isFinished,
  type JsonObject,
  launchRun,
  newEvent,
  type Run,
  type RunSpec,
  uuidV7,
} from '@pawl/core/plugin'
import { type Engine, resolveConfig, startEngine } from '@pawl/daemon'

const PROJECT = join(import.meta.dirname, 'project')
const LOCATION = 'bench'

/** A fresh folder on the disk that projects usually lie on: a temporary folder may be memory. */
export const freshFolder = (): string => mkdtempSync(join(import.meta.dirname, '.run-'))

/** A Pawl engine as a project would have it, in a fresh home. */
export class BenchEngine {
  readonly engine: Engine
  readonly #home: string

  private constructor(engine: Engine, home: string) {
    this.engine = engine
    this.#home = home
  }

  static async start(worker: { readonly processes?: number; readonly runsAtOnce: number }): Promise<BenchEngine> {
    const home = freshFolder()
    const config = resolveConfig({ locations: { [LOCATION]: './src/definitions.ts' }, worker }, 'the benchmark')
    const engine = await startEngine({
      project: { directory: PROJECT, configPath: undefined, config, home },
      report: console.error,
    })
    const bench = new BenchEngine(engine, home)
    while (engine.instance.locations.listLocations().some(({ status }) => status === 'loading')) await pause(20)
    return bench
  }

  async stop(): Promise<void> {
    await this.engine.stop()
    rmSync(this.#home, { recursive: true, force: true })
  }

  /** Launches a run as a user does, and waits for its end. */
  async run(jobName: string, config: JsonObject = {}): Promise<Run> {
    const { instance } = this.engine
    const ended = this.#ends(1)
    const outcome = await launchRun(instance, { jobName, locationName: LOCATION, config, origin: { kind: 'api' } })
    if (!('run' in outcome)) throw new Error(`The benchmark's run was not launched: ${JSON.stringify(outcome)}`)
    await ended
    return this.#successful(outcome.run.runId)
  }

  /** Launches a run that fails, and waits until its automatic retry has succeeded. */
  async runWithRetry(jobName: string): Promise<{ readonly failed: Run; readonly retry: Run }> {
    const { instance } = this.engine
    const ended = this.#ends(2)
    await launchRun(instance, { jobName, locationName: LOCATION, origin: { kind: 'api' } })
    await ended
    const [retry, failed] = await instance.runs.listRuns({ limit: 2 })
    if (failed === undefined || retry?.retryOfRunId !== failed.runId) throw new Error('The benchmark’s run was not retried.')
    return { failed, retry: await this.#successful(retry.runId) }
  }

  /** Puts many runs into the queue in one transaction and waits for the last to end. */
  async runMany(jobName: string, count: number): Promise<void> {
    const { instance } = this.engine
    const ended = this.#ends(count)
    const specs = Array.from({ length: count }, () => this.#spec(jobName))
    const launches = specs.map((spec) => ({ spec, events: [newEvent('RUN_ENQUEUED', { at: spec.createdAt, payload: {} })] }))
    await instance.runs.launchRuns(launches)
    instance.hints.notify(specs[0]?.runId ?? '', 'queued')
    await ended
    const failed = await instance.runs.countRuns({ statuses: ['FAILURE', 'CANCELED'] })
    if (failed > 0) throw new Error(`${failed} runs of the benchmark failed.`)
  }

  /** The largest that the database's write-ahead log gets during some work, with someone following every run's log; in MB. */
  async largestWalMb(work: () => Promise<void>): Promise<number> {
    const { instance, home } = this.engine
    const cursors = new Map<string, number>()
    const stop = instance.hints.listen(null, async (runId) => {
      const events = await instance.eventLog.listEvents(runId, { afterSeq: cursors.get(runId) ?? 0, limit: 500 })
      cursors.set(runId, Math.max(cursors.get(runId) ?? 0, events.at(-1)?.seq ?? 0))
    })
    let largest = 0
    const look = (): void => {
      largest = Math.max(largest, statSync(`${home.database}-wal`, { throwIfNoEntry: false })?.size ?? 0)
    }
    const timer = setInterval(look, 10)
    await work()
    look()
    clearInterval(timer)
    stop()
    return largest / 2 ** 20
  }

  /** Resolves when this many runs have ended from now on. */
  #ends(count: number): Promise<void> {
    const { instance } = this.engine
    const seen = new Map<string, FinishedStatus | 'looking'>()
    return new Promise((resolve) => {
      let left = count
      const stop = instance.hints.listen(null, (runId, what) => {
        if (what !== 'ended' || seen.has(runId)) return
        seen.set(runId, 'looking')
        left--
        if (left > 0) return
        stop()
        resolve()
      })
    })
  }

  async #successful(runId: string): Promise<Run> {
    const run = await this.engine.instance.runs.getRun(runId)
    if (run === undefined || !isFinished(run.status) || run.status !== 'SUCCESS')
      throw new Error(`Run ${runId} is ${run?.status}.`)
    return run
  }

  #spec(jobName: string): RunSpec {
    const now = Date.now()
    const runId = uuidV7(now, Math.random)
    const none = {
      parentRunId: null,
      retryOfRunId: null,
      reexecution: null,
      strategy: null,
      retryPolicy: null,
      notBefore: null,
      launchedBy: null,
      partitionKey: null,
    }
    return {
      ...none,
      ...{
        runId,
        rootRunId: runId,
        locationName: LOCATION,
        jobName,
        config: {},
        opSelection: null,
        tags: {},
        retryNumber: 0,
        priority: 0,
      },
      ...{ origin: { kind: 'api' }, inputsFromRunId: null, idempotencyKey: null, requestHash: null, createdAt: now },
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
