import {
  type Instance,
  type LaunchRequest,
  launchRun,
  type Plan,
  type PlanStep,
  type Run,
  type RunEvent,
  recordChanges,
  runChanges,
} from '@pawl/core/plugin'

/** Launches `report`, or what is asked for, and gives its run. */
export async function launched(instance: Instance, request: Partial<LaunchRequest> = {}): Promise<Run> {
  const outcome = await launchRun(instance, { jobName: 'report', origin: { kind: 'api' }, ...request })
  if (!('run' in outcome)) throw new Error(`Not launched: ${JSON.stringify(outcome)}`)
  return outcome.run
}

/** Writes events as a worker would, with the records that follow from them. */
export async function write(instance: Instance, runId: string, events: readonly RunEvent[], plan?: Plan): Promise<void> {
  const { steps } = {
    steps: new Map((await instance.runs.listSteps(runId, { limit: 100_000 })).map((step) => [step.stepKey, step])),
  }
  const change = runChanges(events)
  const [result] = await instance.runs.write([
    {
      runId,
      guard: { kind: 'status', statuses: ['QUEUED', 'STARTING', 'STARTED', 'CANCELING'] },
      events,
      ...recordChanges(runId, events, (stepKey) => steps.get(stepKey)),
      ...(change === undefined ? {} : { change }),
      ...(plan === undefined ? {} : { plan: { hash: PLAN_HASH, snapshot: JSON.parse(JSON.stringify(plan)) } }),
    },
  ])
  if (result?.kind !== 'written') throw new Error(`Not written: ${JSON.stringify(result)}`)
  instance.hints.notify(runId)
}

export const PLAN_HASH = 'plan-of-report'

const planned = (key: string, order: number, more: Partial<PlanStep> = {}): PlanStep => ({
  key,
  opName: key,
  order,
  mapOver: null,
  inputs: {},
  after: [],
  outs: {},
  tags: {},
  pool: null,
  codeVersion: null,
  timeoutSeconds: null,
  retry: null,
  ...more,
})

const airports = { step: 'split', output: 'airports' }

export const reportPlan: Plan = {
  v: 1,
  jobName: 'report',
  steps: [
    planned('split', 0),
    planned('count', 1, { mapOver: airports }),
    planned('render', 2, {
      inputs: { counts: { kind: 'output', acceptsUndefined: false, from: { step: 'count', output: 'result', take: 'all' } } },
    }),
  ],
  outputs: {},
}

let now = 1000
/** A time after every other. */
const tick = (): number => {
  now += 1
  return now
}

export const runStarted = (): RunEvent[] => [
  { type: 'RUN_STARTING', v: 1, at: tick(), payload: { supervisorId: 's1', epoch: 1 } },
  { type: 'RUN_START', v: 1, at: tick(), payload: { generation: 'g1', planHash: PLAN_HASH, stepCount: 3, workerPid: 1 } },
]

export const stepStarted = (stepKey: string, planOrder: number, attempt = 1): RunEvent => ({
  type: attempt === 1 ? 'STEP_START' : 'STEP_RESTARTED',
  v: 1,
  at: tick(),
  stepKey,
  attempt,
  payload: { planOrder },
})

export const stepSucceeded = (stepKey: string, attempt = 1): RunEvent => ({
  type: 'STEP_SUCCESS',
  v: 1,
  at: tick(),
  stepKey,
  attempt,
  payload: { startedAt: tick() },
})

export const stepFailed = (stepKey: string, message: string, attempt = 1): RunEvent => ({
  type: 'STEP_FAILURE',
  v: 1,
  at: tick(),
  stepKey,
  attempt,
  payload: {
    startedAt: tick(),
    error: { name: 'Error', message, stack: `Error: ${message}\n    at run (file:///srv/project/jobs.ts:3:9)` },
    reason: 'no retry policy',
    permanent: false,
  },
})

export const stepUpForRetry = (stepKey: string, message: string, attempt = 1): RunEvent => ({
  type: 'STEP_UP_FOR_RETRY',
  v: 1,
  at: tick(),
  stepKey,
  attempt,
  payload: { startedAt: tick(), error: { name: 'Error', message }, reason: 'retry 1 of 2', retryAt: tick(), delaySeconds: 1 },
})

/** One item of the dynamic output of `split`. */
export const airportHandled = (runId: string, mappingKey: string): RunEvent => ({
  type: 'HANDLED_OUTPUT',
  v: 1,
  at: tick(),
  stepKey: 'split',
  attempt: 1,
  payload: {
    output: 'airports',
    mappingKey,
    stored: {
      location: `/data/${runId}/split/airports/${mappingKey}.json`,
      ioManager: 'fs',
      hostId: 'h',
      originRunId: runId,
      originAttempt: 1,
      sizeBytes: 7,
      metadata: { rows: { kind: 'number', value: 3 } },
    },
  },
})

export const logged = (message: string, level: 'info' | 'warn' = 'info', stepKey?: string): RunEvent => ({
  type: 'LOG',
  v: 1,
  at: tick(),
  ...(stepKey === undefined ? {} : { stepKey, attempt: 1 }),
  payload: { level, message },
})

export const runSucceeded = (): RunEvent => ({ type: 'RUN_SUCCESS', v: 1, at: tick(), payload: {} })

export const runFailed = (reason: 'STEP_FAILURE' | 'UNEXPECTED_TERMINATION', message: string): RunEvent => ({
  type: 'RUN_FAILURE',
  v: 1,
  at: tick(),
  payload: { reason, message },
})
