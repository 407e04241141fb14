import { seededRandom } from '../../testing/src/seeded-random.ts'
import type { IOManager } from '../src/definition/io-manager.ts'
import { newEvent } from '../src/event/new-event.ts'
import type { RunEvent } from '../src/event/run-event.ts'
import { type AttemptServices, DEFAULT_ATTEMPT_LIMITS } from '../src/execution/attempt-services.ts'
import { executePlan } from '../src/execution/execute-plan.ts'
import type { ExecutionEnd } from '../src/execution/execution-end.ts'
import type { Reexecution } from '../src/execution/reexecution/plan-reexecution.ts'
import { reusedEvents } from '../src/execution/reexecution/reexecution-events.ts'
import { reexecutionRun } from '../src/execution/reexecution/reexecution-run.ts'
import { reexecutionScope } from '../src/execution/reexecution/reexecution-scope.ts'
import { foldRunFacts, hasSucceeded, type RunFacts } from '../src/execution/reexecution/run-facts.ts'
import { outputCheck, settleReexecution } from '../src/execution/reexecution/settle-reexecution.ts'
import { resourcePool } from '../src/execution/resource-pool.ts'
import type { Clock } from '../src/foundation/clock.ts'
import type { JsonObject } from '../src/foundation/json.ts'
import { configAt } from '../src/plan/config-path.ts'
import type { PlannedJob } from '../src/plan/plan.ts'
import type { Strategy } from '../src/run/run.ts'
import { type RerunStorage, SCOPES } from './rerun-storage.ts'

export interface RunOrder {
  readonly runId: string
  readonly planned: PlannedJob
  readonly config: JsonObject
  readonly hostId: string
  readonly storage: RerunStorage
  /** Plan keys that a first run is launched with; absent: all. */
  readonly selected?: ReadonlySet<string> | undefined
}

export interface RerunOrder extends RunOrder {
  readonly parent: RunFacts
  readonly strategy: Strategy
  readonly opSelection: string | null
}

export interface RanRun {
  readonly events: readonly RunEvent[]
  readonly end: ExecutionEnd | undefined
  readonly facts: RunFacts
}

/** A clock on which every wait is over as soon as nothing else is to be done. */
const clock: Clock = { now: () => 0, sleep: () => new Promise((resolve) => setImmediate(resolve)) }

/** What the config says to a step, as it is: hashing it takes longer than running the step. */
export function configHashOf({ planned, config }: Pick<RunOrder, 'planned' | 'config'>): (planKey: string) => string | undefined {
  const hashes = planned.plan.steps.map(({ key, inputs }): [string, string | undefined] => {
    const literals = Object.values(inputs).flatMap((input) => (input.kind === 'config' ? [configAt(config, input.path)] : []))
    return [key, literals.length === 0 ? undefined : JSON.stringify(literals)]
  })
  const byKey = new Map(hashes)
  return (key) => byKey.get(key)
}

function servicesOf(order: RunOrder): AttemptServices {
  const { runId, config, hostId, storage } = order
  const managers = storage.managers(runId, hostId)
  const { signal } = new AbortController()
  return {
    clock,
    random: seededRandom(1),
    run: { runId, jobName: order.planned.plan.jobName, tags: {}, rootRunId: runId, parentRunId: null, retryNumber: 0 },
    hostId,
    resources: resourcePool({ runId, definitions: {}, config: async () => ({}), signal, clock }),
    ioManager: (key) => managerOf(managers, key),
    stepConfig: async () => ({}),
    configHash: configHashOf(order),
    literalInput: async (path) => configAt(config, path),
    storeAttachment: async () => ({ attachmentId: 'none', sizeBytes: 0 }),
    within: (_place, body) => body(),
    spillLog: () => undefined,
  }
}

async function managerOf(managers: Readonly<Record<string, IOManager>>, key: string): Promise<IOManager> {
  const manager = managers[key]
  if (manager === undefined) throw new Error(`There is no I/O manager ${key}.`)
  return manager
}

/** Executes one run, the first or one that was planned, and folds its log into what the next one has to know. */
export async function runOnce(order: RunOrder, reexecution?: Reexecution): Promise<RanRun> {
  const { planned, selected } = order
  const services = servicesOf(order)
  const keptOut = selected === undefined ? [] : planned.plan.steps.flatMap(({ key }) => (selected.has(key) ? [] : [key]))
  const { leftOut } = reexecution ?? { leftOut: keptOut }
  const start = { generation: 'g', planHash: 'p', stepCount: planned.plan.steps.length, workerPid: 1, leftOut }
  const events: RunEvent[] = [newEvent('RUN_START', { at: 0, payload: start })]
  if (reexecution !== undefined) events.push(...reusedEvents(reexecution, 0))
  let end: ExecutionEnd | undefined
  const execution = executePlan({
    planned,
    services,
    ...(reexecution === undefined ? (selected === undefined ? {} : { selected }) : reexecutionRun(reexecution)),
    maxConcurrent: 8,
    limits: DEFAULT_ATTEMPT_LIMITS,
    signal: new AbortController().signal,
  })
  for await (const batch of execution) {
    events.push(...batch.events)
    end = batch.end ?? end
  }
  return { events, end, facts: foldRunFacts(order.runId, events, planned.plan) }
}

/** Plans a re-execution as a worker does: by asking for the outputs until the decisions stand. */
export async function planRerun(order: RerunOrder): Promise<Reexecution> {
  const { planned, parent, strategy, opSelection, storage, runId, hostId } = order
  const { plan } = planned
  const managers = storage.managers(runId, hostId)
  const check = outputCheck({
    ioManager: (key) => managerOf(managers, key),
    runId: parent.runId,
    signal: new AbortController().signal,
    onError: (_, error) => {
      throw error
    },
  })
  const question = {
    plan,
    facts: parent,
    scope: reexecutionScope({ plan, facts: parent, strategy, opSelection }),
    configHash: configHashOf(order),
    reach: { hostId, scopes: SCOPES },
  }
  return settleReexecution(question, check)
}

/** The values of all outputs of the steps that succeeded, and which steps were skipped. */
export function resultsOf({ steps }: RunFacts, storage: RerunStorage): ReadonlyMap<string, unknown> {
  const results = new Map<string, unknown>()
  for (const step of steps) {
    if (step.status === 'SKIPPED') results.set(step.stepKey, 'skipped')
    if (!hasSucceeded(step)) continue
    const outputs = step.outputs.map(({ output, mappingKey, stored }) => [
      output,
      mappingKey ?? null,
      storage.values.get(stored.location),
    ])
    results.set(step.stepKey, { outputs, empty: [...step.empty].sort() })
  }
  return results
}
