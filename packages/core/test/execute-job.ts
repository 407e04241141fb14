import { seededRandom } from '../../testing/src/seeded-random.ts'
import { type SimulatedClock, simulatedClock } from '../../testing/src/simulated-clock.ts'
import type { IOManagerProvider, JobDefinition } from '../src/definition/job-definition.ts'
import { memoryIOManager } from '../src/definition/memory-io-manager.ts'
import type { RunEvent, RunEventOf, RunEventType, StoredEvent } from '../src/event/run-event.ts'
import {
  type Attachment,
  type AttemptLimits,
  type AttemptPlace,
  DEFAULT_ATTEMPT_LIMITS,
} from '../src/execution/attempt-services.ts'
import { executePlan } from '../src/execution/execute-plan.ts'
import type { ExecutionBatch } from '../src/execution/execute-plan-options.ts'
import type { ExecutionEnd } from '../src/execution/execution-end.ts'
import { ioManagerPool } from '../src/execution/io-manager-pool.ts'
import type { StepPools } from '../src/execution/pool-waits.ts'
import { runServices } from '../src/execution/run-services.ts'
import type { StepOutputs } from '../src/execution/step-state.ts'
import type { JsonObject } from '../src/foundation/json.ts'
import { buildPlan } from '../src/plan/build-plan.ts'
import type { PlannedJob } from '../src/plan/plan.ts'
import { foldRun } from '../src/run/fold-run.ts'

export const RUN_ID = '01900000-0000-7000-8000-000000000000'

export interface ExecuteJobOptions {
  readonly config?: JsonObject
  readonly env?: Readonly<Record<string, string>>
  readonly ioManagers?: Readonly<Record<string, IOManagerProvider>>
  readonly maxConcurrent?: number
  readonly pools?: StepPools
  readonly limits?: Partial<AttemptLimits>
  readonly selected?: ReadonlySet<string>
  readonly reused?: ReadonlyMap<string, StepOutputs>
  readonly signal?: AbortSignal
  readonly clock?: SimulatedClock
  /** As a process has it that waits for batches: steps use the time in which their start is being made durable. */
  readonly turn?: () => Promise<void>
  /** Makes a batch durable: what it awaits is how long that takes. */
  readonly persist?: (batch: ExecutionBatch, index: number) => void | Promise<void>
  /** What the plan was made from, if it is not the job's own. */
  readonly bindings?: PlannedJob['bindings']
  /** Goes no further after this many batches. */
  readonly leaveAfter?: number
}

/** What a job's execution has written, read as a test reads it. */
export interface Executed {
  readonly batches: readonly ExecutionBatch[]
  readonly events: readonly RunEvent[]
  /** Undefined where the loop was left early. */
  readonly end: ExecutionEnd | undefined
  readonly clock: SimulatedClock
  readonly attachments: readonly Attachment[]
  /** Lines that went to the captured log, with their step and attempt. */
  readonly spilled: readonly string[]
  /** The events of one type, of one step where one is named. */
  of<Type extends RunEventType>(type: Type, stepKey?: string): readonly RunEventOf<Type>[]
  /** By step key, as the log folds; a step that was blocked is not in it. */
  statuses(): Readonly<Record<string, string>>
  /** `STEP_START split#1`, in order; of these types only. */
  story(...types: readonly RunEventType[]): readonly string[]
}

const placeName = ({ stepKey, attempt }: AttemptPlace): string => `${stepKey}#${attempt}`

async function start(job: JobDefinition, options: ExecuteJobOptions, kept: { attachments: Attachment[]; spilled: string[] }) {
  const { clock = simulatedClock(), config = {}, signal = new AbortController().signal } = options
  const own = buildPlan(job)
  const planned = { ...own, bindings: options.bindings ?? own.bindings }
  const services = await runServices({
    planned,
    resources: job.resources,
    ioManagers: ioManagerPool({ providers: options.ioManagers ?? {}, fallback: memoryIOManager(), baseDirectory: 'outputs' }),
    config,
    run: { runId: RUN_ID, jobName: job.name, tags: {}, rootRunId: RUN_ID, parentRunId: null, retryNumber: 0 },
    clock,
    random: seededRandom(1),
    hostId: 'host',
    env: (name) => options.env?.[name],
    signal,
    hooks: {
      storeAttachment: async (attachment) => {
        kept.attachments.push(attachment)
        return { attachmentId: `a${kept.attachments.length}`, sizeBytes: attachment.content.length }
      },
      within: (_place, body) => body(),
      ...(options.turn === undefined ? {} : { turn: options.turn }),
      spillLog: (place, line) => kept.spilled.push(`${placeName(place)} ${line}`),
    },
  })
  return executePlan({
    planned,
    services,
    signal,
    maxConcurrent: options.maxConcurrent ?? 8,
    limits: { ...DEFAULT_ATTEMPT_LIMITS, ...options.limits },
    ...(options.pools === undefined ? {} : { pools: options.pools }),
    ...(options.selected === undefined ? {} : { selected: options.selected }),
    ...(options.reused === undefined ? {} : { reused: options.reused }),
  })
}

/** Executes a job over memory and a simulated clock to its end, or until `leaveAfter`. */
export async function executeJob(job: JobDefinition, options: ExecuteJobOptions = {}): Promise<Executed> {
  const clock = options.clock ?? simulatedClock()
  const attachments: Attachment[] = []
  const spilled: string[] = []
  const batches: ExecutionBatch[] = []
  const run = async (): Promise<void> => {
    for await (const batch of await start(job, { ...options, clock }, { attachments, spilled })) {
      await options.persist?.(batch, batches.length)
      batches.push(batch)
      if (batches.length === options.leaveAfter) return
    }
  }
  await clock.runUntil(run())
  const events = batches.flatMap((batch) => batch.events)
  const stored = events.map((event, index): StoredEvent => ({ ...event, runId: RUN_ID, seq: index + 1 }))
  return {
    batches,
    events,
    end: batches.at(-1)?.end,
    clock,
    attachments,
    spilled,
    of: (type, stepKey) =>
      events.filter((event) => event.type === type && (stepKey === undefined || event.stepKey === stepKey)) as never,
    statuses: () => Object.fromEntries([...foldRun(RUN_ID, stored).steps].map(([key, { status }]) => [key, status])),
    story: (...types) =>
      events
        .filter(({ type }) => types.includes(type))
        .map(({ type, stepKey, attempt }) => `${type} ${stepKey}#${attempt ?? '-'}`),
  }
}
