import {
  type AttemptHooks,
  buildJobDescription,
  buildPlan,
  type CancelCause,
  type Clock,
  DEFAULT_ATTEMPT_LIMITS,
  DEFAULT_IO_MANAGER,
  DEFAULT_RUN_RETRIES,
  type Definitions,
  IN_PROGRESS_STATUSES,
  type IOManager,
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
  type RunWrite,
  runChanges,
  type WriteResult,
} from '@pawl/core/plugin'
import { seededRandom } from '@pawl/testing'
import type { RunBatch, SlotWanted } from '../src/channel/protocol.ts'
import { RunCoordinator } from '../src/coordinator/run-coordinator.ts'
import type { RunOutput } from '../src/home/captured-output.ts'
import { PlannedJobs } from '../src/process/planned-jobs.ts'
import { WorkerRun } from '../src/process/worker-run.ts'
import { batchWrite } from '../src/supervisor/batch-write.ts'
import { decideLostRun, endToldByWorker } from '../src/supervisor/run-end.ts'
import { RunEnding } from '../src/supervisor/run-ending.ts'
import { readRunInputs } from '../src/supervisor/run-inputs.ts'
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
const NOTHING_PRINTED: RunOutput = {
  begin: () => undefined,
  write: () => undefined,
  streamsOf: () => [],
  endAttempt: () => undefined,
  end: () => undefined,
}

/** A storage by its sides. */
export type InProcessStorage = Pick<ReturnType<typeof memoryRunStorage>, 'runs' | 'eventLog' | 'queue' | 'supervisors'>

/** `seed`: whoever shares the storage with others has one of their own, as ids of runs are drawn from it. */
interface InProcessOptions {
  readonly runRetries?: RunRetrySettings
  readonly seed?: number
  /** False: no worker ever begins a run that was claimed. */
  readonly hasWorkers?: boolean
}

/**
 * Runs of some definitions on a storage, through the coordinator, the worker's own loop, and what writes a supervisor's batches and ends, but
 * with the worker in this process and a clock that only waiting moves. For tests of what becomes of runs, thousands of times faster than with
 * processes.
 */
export class InProcessRuns {
  readonly #storage: InProcessStorage
  readonly #definitions: Definitions
  readonly #environment: LaunchEnvironment
  readonly #coordinator: RunCoordinator
  readonly #plans: PlannedJobs
  readonly #hasWorkers: boolean
  /** Of all runs: what one has stored the next can read. */
  readonly #outputs: IOManager = { ...memoryIOManager(), scope: 'shared' }
  readonly #accepted: Run[] = []
  #worker: { readonly run: Run; readonly loop: WorkerRun } | undefined
  #died: PromiseWithResolvers<'died'> = Promise.withResolvers()
  #now: number = FIRST_MOMENT

  constructor(
    storage: InProcessStorage,
    definitions: Definitions,
    { runRetries = DEFAULT_RUN_RETRIES, seed = 1, hasWorkers = true }: InProcessOptions = {},
  ) {
    const { runs, queue } = storage
    this.#storage = storage
    this.#hasWorkers = hasWorkers
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

  /** Asks the run that is executed to stop, as its supervisor does for a person or when it takes too long. */
  readonly stop = async (cause: CancelCause): Promise<void> => {
    if (this.#worker === undefined) throw new Error('No run is executed.')
    const { run, loop } = this.#worker
    const event = newEvent('RUN_CANCELING', { at: this.#now, payload: { cause } })
    const guard = { kind: 'status', statuses: ['STARTING', 'STARTED'] } as const
    await this.#write({ runId: run.runId, guard, events: [event], change: runChanges([event]) ?? {} })
    loop.cancel()
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
    while ((await this.#storage.runs.countRuns({ rootRunId, statuses: ['QUEUED'] })) > 0) {
      if ((await this.#coordinator.tick()) === 0) await this.#untilDue(rootRunId)
      for (const run of this.#accepted.splice(0)) await this.#execute(run)
    }
    const group = await this.#storage.runs.listRuns({ filter: { rootRunId }, limit: 1_000 })
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
    const [answer] = await this.#storage.runs.write([write])
    if (answer === undefined) throw new Error('The storage gave no answer.')
    return answer
  }

  async #untilDue(rootRunId: string): Promise<void> {
    const queued = await this.#storage.runs.listRuns({ filter: { rootRunId, statuses: ['QUEUED'] }, limit: 1_000 })
    const due = Math.min(...queued.map(({ notBefore }) => notBefore ?? this.#now))
    if (due <= this.#now) throw new Error('A run that is due was not claimed.')
    this.#now = due
  }

  async #execute(run: Run): Promise<void> {
    const supervised = new SupervisedRun(run)
    if (!this.#hasWorkers) {
      const message = 'No worker had started it in time.'
      return this.#endFromOutside(supervised, { kind: 'failure', at: this.#now, reason: 'START_TIMEOUT', message })
    }
    this.#died = Promise.withResolvers()
    const unwritten = Promise.withResolvers<never>()
    const send = (message: RunBatch | SlotWanted): void => {
      if (message.type !== 'batch') throw new Error('A step waits for a slot of a pool.')
      const writing = this.#writeBatch(supervised, message)
      supervised.writing = writing
      writing.then(() => loop.batchResult(message.batch, 'durable'), unwritten.reject)
    }
    const loop = await this.#workerOf(run, send)
    this.#worker = { run, loop }
    const outcome = await Promise.race([loop.execute(), this.#died.promise, unwritten.promise])
    if (outcome !== 'died') return
    await supervised.writing
    const lost = { hasBegun: true, isCanceled: false, workersLost: 1, killedAttempt: undefined }
    const decision = decideLostRun(lost, DIED, this.#now)
    if (decision.kind !== 'end') throw new Error('A run that had begun was to be given to another worker.')
    await this.#endFromOutside(supervised, decision.end)
  }

  async #workerOf(run: Run, send: (message: RunBatch | SlotWanted) => void): Promise<WorkerRun> {
    const { runId, jobName, config, opSelection, tags, rootRunId, parentRunId, retryNumber } = run
    const inputs = await readRunInputs(this.#storage, run)
    return new WorkerRun(
      { runId, jobName, config, opSelection, tags, rootRunId, parentRunId, retryNumber, ...inputs, generation: GENERATION },
      {
        options: { hostId: 'here', abortGraceMs: DEFAULT_ATTEMPT_LIMITS.abortGraceMs },
        clock: this.#clock,
        random: this.#environment.random,
        pid: 1,
        env: () => undefined,
        definitions: this.#definitions,
        plans: this.#plans,
        ioManagers: ioManagerPool({ providers: {}, fallback: this.#outputs, baseDirectory: '' }),
        captured: NOTHING_PRINTED,
        hooks: () => HOOKS,
        knownPlans: new Set(),
        send,
        leave: async () => null,
      },
    )
  }

  async #writeBatch(supervised: SupervisedRun, batch: RunBatch): Promise<void> {
    const { end, events } = batch
    const ending = end === undefined ? undefined : this.#ending(supervised, endToldByWorker(end, this.#now), events)
    const { kind } = await this.#write(batchWrite(supervised, batch, ending))
    if (kind !== 'written') throw new Error(`A batch was refused: ${kind}.`)
    supervised.watch(events, this.#now)
  }

  async #endFromOutside(supervised: SupervisedRun, end: RunEnd): Promise<void> {
    const { runId, epoch } = supervised.run
    const guard = { kind: 'status', statuses: [...IN_PROGRESS_STATUSES], epoch } as const
    await this.#write({ runId, guard, events: [], also: this.#ending(supervised, end, []).also })
  }

  #ending(supervised: SupervisedRun, end: RunEnd, events: readonly RunEvent[]): RunEnding {
    const isPermanent = end.isPermanent === true || supervised.hasFailedForGood(events)
    return new RunEnding({ ...end, isPermanent }, this.#environment)
  }
}
