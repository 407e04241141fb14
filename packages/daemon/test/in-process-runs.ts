import {
  type AttemptHooks,
  buildJobDescription,
  buildPlan,
  type Clock,
  DEFAULT_ATTEMPT_LIMITS,
  DEFAULT_IO_MANAGER,
  DEFAULT_MAX_CONCURRENT,
  DEFAULT_RUN_RETRIES,
  type Definitions,
  type ExecutionBatch,
  executePlan,
  IN_PROGRESS_STATUSES,
  ioManagerPool,
  type LaunchEnvironment,
  type LaunchRequest,
  launchRun,
  memoryIOManager,
  type memoryRunStorage,
  NO_QUEUE_LIMITS,
  newEvent,
  noSubscriptions,
  type Run,
  type RunEnd,
  type RunEvent,
  type RunRetrySettings,
  type RunStorage,
  type RunWrite,
  runServices,
  type WriteResult,
} from '@pawl/core/plugin'
import { seededRandom } from '@pawl/testing'
import type { RunBatch } from '../src/channel/protocol.ts'
import { RunCoordinator } from '../src/coordinator/run-coordinator.ts'
import { PlannedJobs, type PlanOfJob } from '../src/process/planned-jobs.ts'
import { batchWrite } from '../src/supervisor/batch-write.ts'
import { decideLostRun, endToldByWorker } from '../src/supervisor/run-end.ts'
import { RunEnding } from '../src/supervisor/run-ending.ts'
import { SupervisedRun } from '../src/supervisor/supervised-run.ts'

const FIRST_MOMENT = Date.UTC(2026, 0, 1)
const GENERATION = 'in this process'
const SUPERVISOR = { supervisorId: 'here' } as const
const DIED = { kind: 'died', how: 'signal SIGKILL', killedFor: null, lastOutput: [] } as const

/** Nothing is printed, and nothing is large. */
const HOOKS: AttemptHooks = {
  within: (_, body) => body(),
  spillLog: () => undefined,
  storeAttachment: () => Promise.reject(new Error('An attachment came up.')),
}

/** A storage by its sides. */
export type InProcessStorage = Pick<ReturnType<typeof memoryRunStorage>, 'runs' | 'queue' | 'supervisors'>

/**
 * Runs of some definitions on a storage, through the coordinator and what writes a supervisor's batches and ends, but with the worker in this
 * process and a clock that only waiting moves. For tests of what becomes of runs, thousands of times faster than with processes.
 */
export class InProcessRuns {
  readonly #storage: InProcessStorage
  readonly #runs: RunStorage
  readonly #definitions: Definitions
  readonly #environment: LaunchEnvironment
  readonly #coordinator: RunCoordinator
  readonly #plans: PlannedJobs
  readonly #accepted: Run[] = []
  #died: PromiseWithResolvers<'died'> = Promise.withResolvers()
  #now: number = FIRST_MOMENT

  /** Whoever shares the storage with others has a `seed` of their own: ids of runs are drawn from it. */
  constructor(
    storage: InProcessStorage,
    definitions: Definitions,
    { runRetries = DEFAULT_RUN_RETRIES, seed = 1 }: { readonly runRetries?: RunRetrySettings; readonly seed?: number } = {},
  ) {
    const { runs, queue } = storage
    this.#storage = storage
    this.#runs = runs
    this.#definitions = definitions
    this.#plans = new PlannedJobs(definitions, undefined)
    const jobs = definitions.jobs.map((job) =>
      buildJobDescription(job, buildPlan(job, { ioManager: DEFAULT_IO_MANAGER }), definitions.resources),
    )
    this.#environment = {
      clock: this.#clock,
      random: seededRandom(seed),
      runs,
      locations: {
        listLocations: () => [{ name: 'main', status: 'loaded', error: null, jobs }],
        validateRunConfig: async () => ({ ok: true }),
      },
      runRetries,
      subscriptionsOf: noSubscriptions,
      hints: { notify: () => undefined },
    }
    this.#coordinator = new RunCoordinator({
      queue,
      limits: NO_QUEUE_LIMITS,
      claim: async (claims) => (await queue.claimRuns({ ...claims, alongside: [] })).claims,
      hints: { notify: () => undefined, listen: () => () => undefined },
      clock: this.#clock,
      supervisor: { ...SUPERVISOR, room: 1, accept: (run) => void this.#accepted.push(run) },
    })
  }

  /** Ends the process that a run is in, as seen from outside: the attempt that calls it is never heard of again. */
  readonly die = (): Promise<never> => {
    this.#died.resolve('died')
    return new Promise(() => undefined)
  }

  /** Launches a job, executes it and all that comes of it, and gives the runs of the group in their order. */
  async runGroup(jobName: string, request: Partial<LaunchRequest> = {}): Promise<readonly Run[]> {
    await this.#storage.supervisors.register({
      ...SUPERVISOR,
      hostId: 'here',
      pid: 1,
      socketPath: null,
      leaseMs: 1_000,
      startedAt: 0,
    })
    const outcome = await launchRun(this.#environment, { jobName, origin: { kind: 'api' }, ...request })
    if (!('run' in outcome)) throw new Error(`The launch was refused: ${JSON.stringify(outcome)}`)
    const { rootRunId } = outcome.run
    while ((await this.#runs.countRuns({ rootRunId, statuses: ['QUEUED'] })) > 0) {
      if ((await this.#coordinator.tick()) === 0) await this.#untilDue(rootRunId)
      for (const run of this.#accepted.splice(0)) await this.#execute(run)
    }
    const group = await this.#runs.listRuns({ filter: { rootRunId }, limit: 1_000 })
    return group.toSorted((a, b) => a.retryNumber - b.retryNumber)
  }

  get #clock(): Clock {
    return {
      now: () => this.#now,
      sleep: async (ms) => {
        this.#now += ms
      },
    }
  }

  async #write(write: RunWrite): Promise<WriteResult> {
    const [answer] = await this.#runs.write([write])
    if (answer === undefined) throw new Error('The storage gave no answer.')
    return answer
  }

  async #untilDue(rootRunId: string): Promise<void> {
    const queued = await this.#runs.listRuns({ filter: { rootRunId, statuses: ['QUEUED'] }, limit: 1_000 })
    const due = Math.min(...queued.map(({ notBefore }) => notBefore ?? this.#now))
    if (due <= this.#now) throw new Error('A run that is due was not claimed.')
    this.#now = due
  }

  async #execute(run: Run): Promise<void> {
    this.#died = Promise.withResolvers()
    const supervised = new SupervisedRun(run)
    if ((await this.#follow(supervised)) === 'ended') return
    const decision = decideLostRun(
      { hasBegun: true, isCanceled: false, workersLost: 1, killedAttempt: undefined },
      DIED,
      this.#now,
    )
    if (decision.kind !== 'end') throw new Error('A run that had begun was to be given to another worker.')
    const guard = { kind: 'status', statuses: [...IN_PROGRESS_STATUSES], epoch: run.epoch } as const
    const { also } = this.#ending(supervised, decision.end, [])
    await this.#write({ runId: run.runId, guard, events: [], also })
  }

  /** Writes what the execution tells, batch by batch. */
  async #follow(supervised: SupervisedRun): Promise<'ended' | 'died'> {
    const { run } = supervised
    const plan = await this.#plans.get(run.jobName)
    const batches = (await this.#start(run, plan))[Symbol.asyncIterator]()
    const start = { planHash: plan.stored.hash, generation: GENERATION, plan: plan.stored }
    for (let batch = 1; ; batch++) {
      const next = await Promise.race([batches.next(), this.#died.promise])
      if (next === 'died') return 'died'
      if (next.done) return 'ended'
      const { end } = next.value
      const events = batch === 1 ? [this.#runStart(plan), ...next.value.events] : next.value.events
      const message: RunBatch = { type: 'batch', runId: run.runId, batch, events, ...(batch === 1 ? { start } : {}) }
      const ending = end === undefined ? undefined : this.#ending(supervised, endToldByWorker(end, this.#now), events)
      await this.#write(batchWrite(supervised, message, ending))
      supervised.watch(events, this.#now)
    }
  }

  #runStart({ stored, planned }: PlanOfJob): RunEvent {
    const payload = { generation: GENERATION, planHash: stored.hash, stepCount: planned.plan.steps.length, workerPid: 1 }
    return newEvent('RUN_START', { at: this.#now, payload })
  }

  #ending(supervised: SupervisedRun, end: RunEnd, events: readonly RunEvent[]): RunEnding {
    const isPermanent = end.isPermanent === true || supervised.hasFailedForGood(events)
    return new RunEnding({ ...end, isPermanent }, this.#environment)
  }

  async #start(run: Run, { job, planned }: PlanOfJob): Promise<AsyncGenerator<ExecutionBatch, void>> {
    const { runId, config, tags, rootRunId, parentRunId, retryNumber } = run
    const { signal } = new AbortController()
    const services = await runServices({
      planned,
      resources: { ...this.#definitions.resources, ...job.resources },
      ioManagers: ioManagerPool({ providers: {}, fallback: memoryIOManager(), baseDirectory: '' }),
      config,
      run: { runId, jobName: job.name, tags, rootRunId, parentRunId, retryNumber },
      clock: this.#clock,
      random: this.#environment.random,
      hostId: 'here',
      env: () => undefined,
      signal,
      hooks: HOOKS,
    })
    return executePlan({ planned, services, maxConcurrent: DEFAULT_MAX_CONCURRENT, limits: DEFAULT_ATTEMPT_LIMITS, signal })
  }
}
