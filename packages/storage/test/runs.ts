import {
  type EventLog,
  eventVersion,
  type RunEvent,
  type RunSpec,
  type RunStorage,
  type RunWrite,
  type StepRecord,
  uuidV7,
} from '@pawl/core/plugin'

export function runSpec(changes: Partial<RunSpec> = {}): RunSpec {
  const runId = uuidV7(Date.now(), Math.random)
  return {
    runId,
    locationName: 'reports',
    jobName: 'daily',
    config: {},
    opSelection: null,
    tags: {},
    rootRunId: runId,
    parentRunId: null,
    retryOfRunId: null,
    retryNumber: 0,
    strategy: null,
    retryPolicy: null,
    notBefore: null,
    priority: 0,
    origin: { kind: 'api' },
    launchedBy: null,
    partitionKey: null,
    inputsFromRunId: null,
    reexecution: null,
    idempotencyKey: null,
    requestHash: null,
    createdAt: Date.now(),
    ...changes,
  }
}

export const logged = (message: string): RunEvent => ({
  type: 'LOG',
  v: eventVersion('LOG'),
  at: Date.now(),
  payload: { level: 'info', message },
})

export const append = (runId: string, batch: number, messages: readonly string[]): RunWrite => ({
  runId,
  guard: { kind: 'writer', epoch: 1, batch },
  events: messages.map(logged),
})

export const stepRecord = (changes: Partial<StepRecord> = {}): StepRecord => ({
  stepKey: 'load',
  status: 'STARTED',
  attempts: 1,
  startedAt: Date.now(),
  endedAt: null,
  retryAt: null,
  codeVersion: null,
  configHash: null,
  planOrder: 0,
  ...changes,
})

/** Launches a run and claims it, so that the writer of epoch 1 may append; its id. */
export async function claimedRun({ runs }: { readonly runs: RunStorage }, changes: Partial<RunSpec> = {}): Promise<string> {
  const spec = runSpec(changes)
  await runs.launchRuns([{ spec, events: [] }])
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  await runs.write([{ runId: spec.runId, guard, events: [], change: { status: 'STARTED', raiseEpoch: true } }])
  return spec.runId
}

export async function messagesOf({ eventLog }: { readonly eventLog: EventLog }, runId: string): Promise<string[]> {
  const events = await eventLog.listEvents(runId, { limit: 1_000_000 })
  return events.flatMap((event) => (event.type === 'LOG' && !('unknown' in event) ? [event.payload.message] : []))
}
