import {
  type AttemptHooks,
  type Clock,
  DEFAULT_ATTEMPT_LIMITS,
  DEFAULT_MAX_CONCURRENT,
  type Definitions,
  type ExecutePlanOptions,
  executePlan,
  FrameworkError,
  type IOManagerPool,
  newEvent,
  type PlannedJob,
  type Random,
  type RunEvent,
  runServices,
  serializeError,
  splitStepKey,
} from '@pawl/core/plugin'
import type { ProcessOptions, RunAssignment, RunBatch, SlotNews, SlotWanted, WorkerRunEnd } from '../channel/protocol.ts'
import type { RunOutput } from '../home/captured-output.ts'
import { planOfRun } from './decide-again.ts'
import { planRunAgain, type Rerun } from './plan-run-again.ts'
import type { PlannedJobs, PlanOfJob } from './planned-jobs.ts'
import { reusedOutputs } from './reused-outputs.ts'
import { StepSlots } from './step-slots.ts'

/** A run that is ready to be executed. */
interface PreparedRun {
  readonly execution: ExecutePlanOptions
  /** Set where it goes on from an earlier run. */
  readonly rerun: Rerun | undefined
  /** Plan keys of steps that are neither executed nor reused, and were not in the runs before. */
  readonly leftOut: readonly string[]
}

/** What all runs of a worker process share. */
export interface WorkerContext {
  readonly options: Pick<ProcessOptions, 'hostId' | 'abortGraceMs'>
  readonly clock: Clock
  readonly random: Random
  readonly pid: number
  /** Reads this process's environment. */
  readonly env: (name: string) => string | undefined
  readonly definitions: Definitions
  readonly plans: PlannedJobs
  readonly ioManagers: IOManagerPool
  readonly captured: RunOutput
  /** What this process does around the attempts of a run. */
  readonly hooks: (runId: string) => AttemptHooks
  /** Hashes of plans that the supervisor has made durable. */
  readonly knownPlans: Set<string>
  readonly send: (message: RunBatch | SlotWanted) => void
  /** Says what the run leaves behind in this process; call when nothing of it is at work any more. */
  readonly leave: (runId: string) => Promise<string | null>
}

/**
 * One run in this process: plans it, executes it, and sends its events, one batch after the other; the next batch is only made when the
 * one before is durable. Fenced: everything stops, nothing more is sent.
 */
export class WorkerRun {
  readonly #assignment: RunAssignment
  readonly #context: WorkerContext
  readonly #cancel: AbortController = new AbortController()
  readonly #slots: StepSlots
  #batch = 0
  #waiting: PromiseWithResolvers<'durable' | 'fenced'> | undefined

  constructor(assignment: RunAssignment, context: WorkerContext) {
    this.#assignment = assignment
    this.#context = context
    this.#slots = new StepSlots(assignment.runId, context.send)
  }

  cancel(): void {
    this.#cancel.abort()
  }

  slotNews(news: SlotNews): void {
    this.#slots.hear(news)
  }

  batchResult(batch: number, outcome: 'durable' | 'fenced'): void {
    if (batch === this.#batch) this.#waiting?.resolve(outcome)
  }

  /** Resolves when the run is over here: its end is durable, or it was fenced. Never rejects. */
  async execute(): Promise<'durable' | 'fenced'> {
    let plan: PlanOfJob
    let prepared: PreparedRun
    try {
      plan = await this.#context.plans.get(this.#assignment.jobName)
      prepared = await this.#prepare(plan)
    } catch (error) {
      return this.#sendEnd({ kind: 'init-failure', message: serializeError(error).message, error: serializeError(error) })
    }
    try {
      return await this.#executePlan(plan, prepared)
    } catch (error) {
      return await this.#sendEnd({
        kind: 'failure',
        reason: 'RUN_EXCEPTION',
        message: `Pawl itself failed: ${serializeError(error).message}`,
        permanent: false,
      })
    }
  }

  /** Checks the run against the code that will execute it, which may be newer than the one it was launched with. */
  async #prepare({ job, planned }: PlanOfJob): Promise<PreparedRun> {
    const { definitions, ioManagers, options, clock, random, env, hooks } = this.#context
    const { config, opSelection, sourceOutputs, reexecution, runId, tags, rootRunId, parentRunId, retryNumber } = this.#assignment
    const question = { config, opSelection, reexecution, hasSource: sourceOutputs !== null }
    const { selected, checked, planned: actual } = await planOfRun({ job, planned }, question, definitions.resources)
    if (!checked.ok)
      throw new FrameworkError('INVALID_CONFIG', { message: checked.errors.map(({ message }) => message).join('\n') })
    const services = await runServices({
      planned: actual,
      resources: { ...definitions.resources, ...job.resources },
      ioManagers,
      config,
      run: { runId, jobName: job.name, tags, rootRunId, parentRunId, retryNumber },
      clock,
      random,
      hostId: options.hostId,
      env,
      signal: this.#cancel.signal,
      hooks: hooks(runId),
    })
    const { signal } = this.#cancel
    const rerun =
      reexecution === null
        ? undefined
        : await planRunAgain({ planned: actual, selected, config, opSelection, reexecution, ioManagers, services, signal })
    const fromOthers = selected === undefined ? {} : { selected, reused: reusedOutputs(sourceOutputs ?? [], selected) }
    const execution = {
      planned: actual,
      services,
      ...(rerun === undefined ? fromOthers : rerun.execution),
      pools: this.#slots,
      maxConcurrent: checked.config.execution.maxConcurrent ?? DEFAULT_MAX_CONCURRENT,
      limits: { ...DEFAULT_ATTEMPT_LIMITS, abortGraceMs: options.abortGraceMs },
      signal: this.#cancel.signal,
    }
    const leftOut = rerun?.leftOut ?? keptOut(actual, fromOthers)
    return { execution, rerun, leftOut }
  }

  async #executePlan({ stored }: PlanOfJob, prepared: PreparedRun): Promise<'durable' | 'fenced'> {
    const { execution, rerun } = prepared
    const { generation } = this.#assignment
    const { knownPlans } = this.#context
    let isFirst = true
    for await (const { events, end } of executePlan(execution)) {
      const start = isFirst
        ? { generation, planHash: stored.hash, ...(knownPlans.has(stored.hash) ? {} : { plan: stored }) }
        : undefined
      const opening = isFirst ? [this.#runStart(stored.hash, prepared), ...(rerun?.events ?? [])] : []
      const outcome = await this.#sendBatch({
        events: [...opening, ...this.#withCapturedStreams(events)],
        ...(start === undefined ? {} : { start }),
        ...(end === undefined ? {} : { end }),
      })
      if (outcome === 'fenced') return 'fenced'
      if (isFirst) knownPlans.add(stored.hash)
      isFirst = false
    }
    return 'durable'
  }

  #runStart(planHash: string, { execution, leftOut }: PreparedRun): RunEvent {
    const payload = {
      generation: this.#assignment.generation,
      planHash,
      stepCount: execution.planned.plan.steps.length,
      workerPid: this.#context.pid,
      ...(leftOut.length === 0 ? {} : { leftOut }),
    }
    return newEvent('RUN_START', { at: this.#context.clock.now(), payload })
  }

  /** Says of each attempt that ends here what it has printed to. */
  #withCapturedStreams(events: readonly RunEvent[]): readonly RunEvent[] {
    const { runId } = this.#assignment
    const all: RunEvent[] = []
    for (const event of events) {
      const isEnd = event.type === 'STEP_SUCCESS' || event.type === 'STEP_FAILURE' || event.type === 'STEP_UP_FOR_RETRY'
      const { stepKey, attempt, at } = event
      if (isEnd && stepKey !== undefined && attempt !== undefined) {
        const streams = this.#context.captured.streamsOf({ runId, stepKey, attempt })
        if (streams.length > 0) all.push(newEvent('LOGS_CAPTURED', { at, stepKey, attempt, payload: { streams } }))
      }
      all.push(event)
    }
    return all
  }

  #sendEnd(end: WorkerRunEnd): Promise<'durable' | 'fenced'> {
    return this.#sendBatch({ events: [], end })
  }

  async #sendBatch(content: Pick<RunBatch, 'events' | 'start' | 'end'>): Promise<'durable' | 'fenced'> {
    const { runId } = this.#assignment
    this.#batch++
    const waiting = Promise.withResolvers<'durable' | 'fenced'>()
    this.#waiting = waiting
    // The last batch says at once whether another run may come: one round trip less between two runs.
    const left = content.end === undefined ? {} : { unquiet: await this.#context.leave(runId) }
    this.#context.send({ type: 'batch', runId, batch: this.#batch, ...content, ...left })
    return waiting.promise
  }
}

/** Of a first run: the steps that its selection keeps out, and of which no other run gives anything. */
function keptOut({ plan }: PlannedJob, { selected, reused }: Pick<ExecutePlanOptions, 'selected' | 'reused'>): readonly string[] {
  if (selected === undefined) return []
  const given = new Set([...(reused?.keys() ?? [])].map((key) => splitStepKey(key).key))
  return plan.steps.map(({ key }) => key).filter((key) => !selected.has(key) && !given.has(key))
}
