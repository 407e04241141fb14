import type { IOManager } from '../definition/io-manager.ts'
import { DEFAULT_IO_MANAGER, type IOManagerProvider, type JobDefinition } from '../definition/job-definition.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { buildResources } from '../definition/provided-resources.ts'
import type { RetryPolicy } from '../definition/retry-policy.ts'
import type { Tags, TagsInput } from '../definition/tags.ts'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent } from '../event/run-event.ts'
import { type Clock, systemClock } from '../foundation/clock.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { sha256Hex } from '../foundation/hash.ts'
import { type RunId, uuidV7 } from '../foundation/ids.ts'
import { canonicalJson } from '../foundation/json.ts'
import type { Random } from '../foundation/random.ts'
import { buildPlan } from '../plan/build-plan.ts'
import { validateLaunchTags } from '../plan/launch-tags.ts'
import type { PlannedJob } from '../plan/plan.ts'
import { selectedKeys } from '../plan/selected-keys.ts'
import { planOfSelection } from '../plan/selected-plan.ts'
import { validateRunConfig } from '../plan/validate-run-config.ts'
import { type AttemptServices, DEFAULT_ATTEMPT_LIMITS } from './attempt-services.ts'
import type { EventInProcess } from './execute-in-process-types.ts'
import { DEFAULT_MAX_CONCURRENT, executePlan } from './execute-plan.ts'
import type { ExecutePlanOptions } from './execute-plan-options.ts'
import type { ExecutionEnd } from './execution-end.ts'
import { ioManagerPool } from './io-manager-pool.ts'
import { runServices } from './run-services.ts'

/** The options of `executeInProcess`, their types erased. */
export interface InProcessOptions {
  readonly config?: unknown
  readonly resources?: unknown
  readonly tags?: TagsInput
  readonly opSelection?: string
  readonly ioManagers?: Readonly<Record<string, IOManagerProvider>>
  readonly opRetry?: RetryPolicy
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly random?: Random
  readonly onEvent?: (event: EventInProcess) => void
}

/** A run that has come to its end in this process. */
export interface InProcessRun {
  readonly runId: RunId
  readonly planned: PlannedJob
  readonly events: readonly EventInProcess[]
  readonly end: ExecutionEnd
  /** By step key, in the order of the failures: what failed each step for good, as it was thrown. */
  readonly thrown: ReadonlyMap<string, unknown>
  readonly ioManager: (key: string) => Promise<IOManager>
}

/** Where factories of I/O managers keep outputs when nobody says otherwise. */
const BASE_DIRECTORY = '.pawl/outputs'

function launchTags(job: JobDefinition, given: TagsInput): Tags {
  const checked = validateLaunchTags(given)
  if (checked.ok) return { ...job.tags, ...checked.tags }
  throw new FrameworkError('INVALID_TAGS', { message: checked.problems.map(({ message }) => message).join(' ') })
}

/** Those that are given; one in memory stands in for every other that the job names. */
function ioManagersFor({ plan }: PlannedJob, given: InProcessOptions['ioManagers']): ReturnType<typeof ioManagerPool> {
  const memory = memoryIOManager()
  const named = plan.steps.flatMap(({ outs }) => Object.values(outs).map(({ ioManager }) => ioManager))
  const standIns = Object.fromEntries([DEFAULT_IO_MANAGER, ...named].map((key) => [key, memory]))
  return ioManagerPool({ providers: { ...standIns, ...given }, fallback: memory, baseDirectory: BASE_DIRECTORY })
}

const hooksInProcess = (): Pick<AttemptServices, 'storeAttachment' | 'within' | 'spillLog'> => {
  let attachments = 0
  return {
    // There is nobody to show them to, and events in memory say enough of them.
    storeAttachment: async ({ content }) => ({
      attachmentId: `attachment-${++attachments}`,
      sizeBytes: new TextEncoder().encode(content).length,
    }),
    within: (_place, body) => body(),
    // Only an attempt that is over gets here: the number of LOG events is not limited, since nothing captures what is printed.
    spillLog: () => undefined,
  }
}

interface Prepared {
  readonly runId: RunId
  readonly execution: ExecutePlanOptions
}

async function prepare(job: JobDefinition, options: InProcessOptions): Promise<Prepared> {
  const { clock = systemClock, random = Math.random, signal = new AbortController().signal, env = {} } = options
  const runId = uuidV7(clock.now(), random)
  const tags = launchTags(job, options.tags ?? {})
  const resources = { ...job.resources, ...buildResources('executeInProcess()', options.resources) }
  const whole = buildPlan(job, {
    ioManager: DEFAULT_IO_MANAGER,
    ...(options.opRetry === undefined ? {} : { opRetry: options.opRetry }),
  })
  const selected = selectedKeys(whole.plan, options.opSelection ?? null)
  const checked = await validateRunConfig(
    { ...job, resources },
    options.config,
    selected === undefined ? {} : { selection: { plan: whole.plan, keys: selected, inputsFromRun: false } },
  )
  if (!checked.ok) {
    throw new FrameworkError('INVALID_CONFIG', {
      message: checked.errors.map(({ message }) => message).join('\n'),
      details: { errors: checked.errors },
    })
  }
  const { document, execution } = checked.config
  const planned = selected === undefined ? whole : { ...whole, plan: planOfSelection(whole.plan, selected, document) }
  const pool = ioManagersFor(planned, options.ioManagers)
  const services = await runServices({
    planned,
    resources,
    ioManagers: pool,
    config: document,
    run: { runId, jobName: job.name, tags, rootRunId: runId, parentRunId: null, retryNumber: 0 },
    clock,
    random,
    hostId: 'in_process',
    env: (name) => (Object.hasOwn(env, name) ? env[name] : undefined),
    signal,
    hooks: hooksInProcess(),
  })
  return {
    runId,
    execution: {
      planned,
      services,
      ...(selected === undefined ? {} : { selected }),
      maxConcurrent: execution.maxConcurrent ?? DEFAULT_MAX_CONCURRENT,
      limits: { ...DEFAULT_ATTEMPT_LIMITS, logEvents: Number.POSITIVE_INFINITY },
      signal,
    },
  }
}

function finalEvent(end: ExecutionEnd, at: number): RunEvent {
  if (end.kind === 'success') return newEvent('RUN_SUCCESS', { at, payload: {} })
  if (end.kind === 'canceled') return newEvent('RUN_CANCELED', { at, payload: { message: 'Its signal was aborted.' } })
  const { reason, message } = end
  return newEvent('RUN_FAILURE', { at, payload: { reason, message } })
}

/**
 * Runs a job in this process to its end, whatever that is.
 * @throws FrameworkError INVALID_CONFIG, INVALID_TAGS, INVALID_OP_SELECTION and what building its plan throws: then there is no run
 */
export async function runInProcess(job: JobDefinition, options: InProcessOptions): Promise<InProcessRun> {
  const { runId, execution } = await prepare(job, options)
  const { planned, services, signal } = execution
  const { clock } = services
  const events: EventInProcess[] = []
  const record = (event: RunEvent): void => {
    const numbered: EventInProcess = { ...event, runId, seq: events.length + 1 }
    events.push(numbered)
    options.onEvent?.(numbered)
  }
  const thrown = new Map<string, unknown>()
  const onStepFailed = (stepKey: string, error: unknown): unknown => thrown.set(stepKey, error)
  const planHash = await sha256Hex(canonicalJson(planned.plan))
  const payload = { generation: 'in_process', planHash, stepCount: planned.plan.steps.length, workerPid: 0 }
  record(newEvent('RUN_START', { at: clock.now(), payload }))
  let end: ExecutionEnd = { kind: 'canceled' }
  for await (const batch of executePlan({ ...execution, onStepFailed })) {
    batch.events.forEach(record)
    if (batch.end !== undefined) end = batch.end
  }
  if (signal.aborted) record(newEvent('RUN_CANCELING', { at: clock.now(), payload: { cause: 'user' } }))
  record(finalEvent(end, clock.now()))
  return { runId, planned, events, end, thrown, ioManager: services.ioManager }
}
