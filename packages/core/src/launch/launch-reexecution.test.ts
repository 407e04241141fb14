import { beforeEach, expect, test } from 'vitest'
import { newEvent } from '../event/new-event.ts'
import type { RunEvent } from '../event/run-event.ts'
import { FrameworkError } from '../foundation/errors.ts'
import { uuidV7 } from '../foundation/ids.ts'
import { runChanges } from '../run/fold-run.ts'
import type { Run, RunSpec } from '../run/run.ts'
import { memoryRunStorage } from '../storage/memory-run-storage.ts'
import { launchReexecution, previewReexecution } from './launch-reexecution.ts'
import { noSubscriptions } from './notifications.ts'
import type { ReexecutionEnvironment, ReexecutionInquiry, ReexecutionReply, ReexecutionRequest } from './reexecution-request.ts'
import { DEFAULT_RUN_RETRIES } from './run-retry-settings.ts'

const NOW = 1_800_000_000_000

let storage: ReturnType<typeof memoryRunStorage>
let environment: ReexecutionEnvironment
let asked: ReexecutionInquiry[]
let reply: ReexecutionReply
let jobTags: Record<string, string>
let jobNames: string[]

beforeEach(() => {
  storage = memoryRunStorage()
  asked = []
  reply = { kind: 'possible' }
  jobTags = { team: 'ops' }
  jobNames = ['report']
  environment = {
    ...{ clock: { now: () => NOW, sleep: async () => {} }, random: Math.random },
    ...storage,
    locations: {
      listLocations: () => [{ name: 'main', status: 'loaded', error: null, jobs: jobNames.map(jobOf) }],
      validateRunConfig: async () => ({ ok: true }),
      async askReexecution(inquiry) {
        asked.push(inquiry)
        return reply
      },
    },
    ...{ runRetries: DEFAULT_RUN_RETRIES, subscriptionsOf: noSubscriptions, hints: { notify: () => undefined } },
  }
})

const jobOf = (name: string) => ({
  ...{ name, description: null, owners: [], tags: jobTags, ops: [], edges: [], graphs: [], resources: [] },
})

const FAILED = newEvent('RUN_FAILURE', { at: NOW, payload: { reason: 'STEP_FAILURE', message: 'no luck' } })

async function ended(spec: Partial<RunSpec> = {}, end: RunEvent = FAILED): Promise<Run> {
  const runId = uuidV7(NOW, Math.random)
  const whole: RunSpec = {
    ...{ runId, locationName: 'main', jobName: 'report', config: { ops: {} }, opSelection: null, tags: {}, rootRunId: runId },
    ...{ parentRunId: null, retryOfRunId: null, retryNumber: 0, strategy: null, reexecution: null, retryPolicy: null },
    ...{ notBefore: null, priority: 0, origin: { kind: 'api' }, launchedBy: null, partitionKey: null, inputsFromRunId: null },
    ...{ idempotencyKey: null, requestHash: null, createdAt: NOW },
    ...spec,
  }
  await storage.runs.launchRuns([{ spec: whole, events: [] }])
  const change = runChanges([end])
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  await storage.runs.write([{ runId, guard, events: [end], ...(change === undefined ? {} : { change }) }])
  const run = await storage.runs.getRun(runId)
  if (run === undefined) throw new Error('It was not launched.')
  return run
}

const requestOf = ({ runId }: Run, request: Partial<ReexecutionRequest> = {}): ReexecutionRequest => ({
  ...{ parentRunId: runId, strategy: 'FROM_FAILURE', origin: { kind: 'cli' } },
  ...request,
})

async function launched(parent: Run, request: Partial<ReexecutionRequest> = {}): Promise<Run> {
  const outcome = await launchReexecution(environment, requestOf(parent, request))
  if (!('run' in outcome) || outcome.kind === 'not-allowed') throw new Error(`Refused: ${JSON.stringify(outcome)}`)
  return outcome.run
}

const refusalOf = (parent: Run, request: Partial<ReexecutionRequest> = {}) =>
  launchReexecution(environment, requestOf(parent, request))

test('the new run goes on in the group of its parent, with a budget of retries of its own; the parent is not touched', async () => {
  const root = uuidV7(NOW, Math.random)
  const policy = { ...DEFAULT_RUN_RETRIES, maxRetries: 9 }
  const parent = await ended({
    rootRunId: root,
    parentRunId: root,
    retryOfRunId: root,
    retryNumber: 3,
    retryPolicy: { ...policy },
  })
  jobTags = { 'pawl/max_retries': '2', 'pawl/priority': '7' }
  expect(await launched(parent)).toMatchObject({
    ...{
      status: 'QUEUED',
      strategy: 'FROM_FAILURE',
      rootRunId: root,
      parentRunId: parent.runId,
      retryOfRunId: null,
      retryNumber: 0,
    },
    ...{
      retryPolicy: { maxRetries: 2 },
      priority: 7,
      origin: { kind: 'cli' },
      config: parent.config,
      reexecution: null,
      notBefore: null,
    },
    tags: { 'pawl/parent_run_id': parent.runId, 'pawl/root_run_id': root, 'pawl/retry_number': '0', 'pawl/max_retries': '2' },
  })
  expect(await storage.runs.getRun(parent.runId)).toEqual(parent)
  expect(await storage.eventLog.listEvents(parent.runId, { limit: 9 })).toHaveLength(1)
})

test('tags are the job’s, under the parent’s without those of the system, under those that are given', async () => {
  const parent = await ended({
    tags: { a: '1', b: '1', team: 'old', 'pawl/will_retry': 'false', 'pawl/failure_reason': 'STEP_FAILURE' },
  })
  const mine = ({ tags }: Run) => Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('pawl/')))
  const kept = await launched(parent, { tags: { b: 2 } })
  expect(mine(kept)).toEqual({ a: '1', b: '2', team: 'old' })
  expect(Object.keys(kept.tags)).not.toContain('pawl/will_retry')
  expect(mine(await launched(parent, { tags: { b: 2 }, useParentTags: false }))).toEqual({ b: '2', team: 'ops' })
})

test('a selection that is kept means what it meant; an edited one means what it says', async () => {
  const terms = { markedDone: [], withDownstream: true }
  const parent = await ended({
    parentRunId: (await ended()).runId,
    strategy: 'FROM_SELECTED',
    opSelection: 'a',
    reexecution: terms,
  })
  const selectionOf = async (request: Partial<ReexecutionRequest>) => {
    const { opSelection, reexecution } = await launched(parent, request)
    return [opSelection, reexecution?.withDownstream ?? false]
  }
  expect(await selectionOf({})).toEqual(['a', true])
  expect(await selectionOf({ opSelection: 'a' })).toEqual(['a', true])
  expect(await selectionOf({ opSelection: 'b' })).toEqual(['b', false])
  expect(await selectionOf({ opSelection: null })).toEqual([null, false])
  expect(await selectionOf({ strategy: 'SELECTED', opSelection: 'a' })).toEqual(['a', false])
  expect(await selectionOf({ strategy: 'FROM_SELECTED', opSelection: 'b' })).toEqual(['b', true])
  expect(await refusalOf(parent, { strategy: 'SELECTED' })).toMatchObject({ kind: 'invalid-selection' })
})

test('marks are kept on the run, and inputs of another run as long as there is a selection', async () => {
  const source = await ended()
  const parent = await ended({ opSelection: 'b', inputsFromRunId: source.runId })
  const markedDone = [{ stepKey: 'b', output: 'result', value: { x: 1 } }]
  const run = await launched(parent, { markedDone })
  expect(run).toMatchObject({ reexecution: { markedDone, withDownstream: false }, inputsFromRunId: source.runId })
  expect(asked[0]?.inputs).toMatchObject({ terms: { markedDone }, sourceFacts: { runId: source.runId } })
  expect(await launched(parent, { opSelection: null })).toMatchObject({ inputsFromRunId: null })
})

test('only what an earlier run matters to reads of it', async () => {
  const parent = await ended()
  await launched(parent, { strategy: 'ALL_STEPS' })
  await launched(parent, { strategy: 'ALL_STEPS', opSelection: 'a' })
  expect(asked.map(({ inputs }) => inputs?.facts.runId ?? null)).toEqual([null, parent.runId])
})

test('the same key with the same request is one run, with another it is refused', async () => {
  const parent = await ended()
  const first = await launched(parent, { idempotencyKey: 'press' })
  expect(await refusalOf(parent, { idempotencyKey: 'press', origin: { kind: 'api' } })).toMatchObject({
    ...{ kind: 'already-launched', run: { runId: first.runId } },
  })
  expect(await refusalOf(parent, { idempotencyKey: 'press', tags: { a: 1 } })).toMatchObject({ kind: 'idempotency-conflict' })
})

const CANCELED = newEvent('RUN_CANCELED', { at: NOW, payload: { message: '' } })
const SUCCEEDED = newEvent('RUN_SUCCESS', { at: NOW, payload: {} })

test.each([
  ['FROM_FAILURE', FAILED, 'launched'],
  ['FROM_FAILURE', CANCELED, 'launched'],
  ['FROM_FAILURE', SUCCEEDED, 'not-allowed'],
  ['ALL_STEPS', SUCCEEDED, 'launched'],
] as const)('%s of a run that ended with %j is %s', async (strategy, end, kind) => {
  expect(await refusalOf(await ended({}, end), { strategy })).toMatchObject({ kind })
})

test('every refusal stores nothing, for a preview as for a launch', async () => {
  const parent = await ended()
  const cases: [string, Partial<ReexecutionRequest>, ReexecutionReply][] = [
    ['unknown-run', { parentRunId: 'nothing' }, reply],
    ['invalid-tags', { tags: { 'pawl/retry_number': 1 } }, reply],
    ['invalid-tags', { tags: { 'pawl/max_retries': 'many' } }, reply],
    ['invalid-config', {}, { kind: 'invalid-config', errors: [] }],
    ['invalid-marks', {}, { kind: 'invalid-marks', problems: [] }],
  ]
  for (const [kind, request, answer] of cases) {
    reply = answer
    expect(await refusalOf(parent, request)).toMatchObject({ kind })
    expect(await previewReexecution(environment, requestOf(parent, request))).toMatchObject({ kind })
  }
  jobNames = []
  expect(await refusalOf(parent)).toMatchObject({ kind: 'unknown-job' })
  expect(await storage.runs.countRuns({})).toBe(1)
})

test('what the code host refuses is an outcome; that it does not answer is an error', async () => {
  const parent = await ended()
  const failing = (code: string): ReexecutionEnvironment => ({
    ...environment,
    locations: {
      ...environment.locations,
      askReexecution: () => Promise.reject(new FrameworkError(code, { message: code, details: { position: 3, length: 2 } })),
    },
  })
  expect(await launchReexecution(failing('INVALID_OP_SELECTION'), requestOf(parent))).toMatchObject({
    kind: 'invalid-selection',
    position: 3,
  })
  await expect(launchReexecution(failing('CODE_HOST_TIMEOUT'), requestOf(parent))).rejects.toMatchObject({
    code: 'CODE_HOST_TIMEOUT',
  })
})

test('a parent that is deleted while the code is asked is not re-executed', async () => {
  const parent = await ended()
  const { locations } = environment
  const askReexecution = async (inquiry: ReexecutionInquiry): Promise<ReexecutionReply> => {
    await storage.deletion.deleteRun(parent.runId)
    return locations.askReexecution(inquiry)
  }
  environment = { ...environment, locations: { ...locations, askReexecution } }
  expect(await refusalOf(parent)).toMatchObject({ kind: 'unknown-run', runId: parent.runId })
  expect(await storage.runs.countRuns({})).toBe(0)
})

test('a run that never came to its plan cannot be gone on from when the one before it is gone', async () => {
  const before = await ended()
  const parent = await ended({ rootRunId: before.runId, parentRunId: before.runId, strategy: 'FROM_FAILURE' })
  await storage.deletion.deleteRun(before.runId)
  const message = expect.stringContaining(`${before.runId} was deleted`)
  expect(await refusalOf(parent)).toMatchObject({ kind: 'not-allowed', message })
  expect(await launched(parent, { strategy: 'ALL_STEPS' })).toMatchObject({ status: 'QUEUED' })
})
