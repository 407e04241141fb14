import { beforeEach, expect, test } from 'vitest'
import { FrameworkError } from '../foundation/errors.ts'
import { isRunId } from '../foundation/ids.ts'
import type { JobDescription } from '../plan/job-description.ts'
import type { EventLog } from '../storage/event-log.ts'
import { memoryRunStorage } from '../storage/memory-run-storage.ts'
import type { LaunchEnvironment, LaunchLocation, LaunchLocations } from './launch-environment.ts'
import type { LaunchRequest } from './launch-request.ts'
import { launchRun } from './launch-run.ts'
import { noSubscriptions } from './notifications.ts'
import { DEFAULT_RUN_RETRIES } from './run-retry-settings.ts'

const NOW = 1_800_000_000_000
const OTHER_ID = '018bcfe5-6800-7000-8000-000000000001'

const job = (name: string, tags: Record<string, string> = {}): JobDescription => ({
  name,
  description: null,
  owners: [],
  tags,
  ops: [],
  edges: [],
  graphs: [],
  resources: [],
})

const location = (name: string, jobs: readonly JobDescription[], state: Partial<LaunchLocation> = {}): LaunchLocation => ({
  name,
  status: 'loaded',
  error: null,
  jobs,
  ...state,
})

/** Takes a config with only `ops` in it; a selection must name the op `load`. */
const locations = (list: readonly LaunchLocation[]): LaunchLocations => ({
  listLocations: () => list,
  async validateRunConfig({ config, opSelection }) {
    if (opSelection !== null && opSelection !== 'load') {
      throw new FrameworkError('INVALID_OP_SELECTION', {
        message: `No op "${opSelection}".`,
        details: { position: 0, length: opSelection.length, didYouMean: 'load' },
      })
    }
    const unknown = Object.keys(config).find((key) => key !== 'ops')
    if (unknown === undefined) return { ok: true }
    return {
      ok: false,
      errors: [{ path: [unknown], code: 'UNKNOWN_FIELD', message: `No "${unknown}".`, expected: null, didYouMean: 'ops' }],
    }
  },
})

let environment: LaunchEnvironment
let eventLog: EventLog
let notified: string[]

beforeEach(() => {
  const storage = memoryRunStorage()
  notified = []
  eventLog = storage.eventLog
  environment = {
    clock: { now: () => NOW, sleep: async () => {} },
    random: Math.random,
    runs: storage.runs,
    locations: locations([
      location('flights', [job('report', { team: 'ops', 'pawl/priority': '3' }), job('shared')]),
      location('weather', [job('shared')]),
    ]),
    runRetries: DEFAULT_RUN_RETRIES,
    subscriptionsOf: noSubscriptions,
    hints: { notify: (runId) => notified.push(runId) },
  }
})

const launch = (request: Partial<LaunchRequest>) =>
  launchRun(environment, { jobName: 'report', origin: { kind: 'api' }, ...request })

test('a launch stores the run as queued with its first event, and wakes who waits for it', async () => {
  const outcome = await launch({ config: { ops: {} } })
  expect(outcome).toMatchObject({ kind: 'launched', warnings: [] })
  if (outcome.kind !== 'launched') return
  const { run } = outcome
  expect(isRunId(run.runId)).toBe(true)
  expect(await environment.runs.getRun(run.runId)).toEqual(run)
  expect(run).toMatchObject({
    status: 'QUEUED',
    locationName: 'flights',
    rootRunId: run.runId,
    createdAt: NOW,
    config: { ops: {} },
  })
  expect(await eventLog.listEvents(run.runId, { limit: 10 })).toMatchObject([{ seq: 1, type: 'RUN_ENQUEUED', at: NOW }])
  expect(notified).toEqual([run.runId])
})

test('launch tags are laid over the tags of the job, and the priority is read from them', async () => {
  expect(await launch({})).toMatchObject({ run: { tags: { team: 'ops', 'pawl/priority': '3' }, priority: 3 } })
  expect(await launch({ tags: { team: 'data', 'dagster/priority': -2 } })).toMatchObject({
    run: { tags: { team: 'data', 'pawl/priority': '-2' }, priority: -2 },
  })
})

test('the run retry policy in force is frozen on the run: the settings, under the tags of the job, under those of the launch', async () => {
  const settings = { ...DEFAULT_RUN_RETRIES, maxRetries: 1, jitter: 'full' } as const
  const tags = { 'pawl/max_retries': '2', 'pawl/retry_delay': '1,10' }
  environment = { ...environment, runRetries: settings, locations: locations([location('flights', [job('report', tags)])]) }
  const policy = { ...settings, maxRetries: 2, delaySeconds: [1, 10] }
  expect(await launch({})).toMatchObject({ run: { retryPolicy: policy, retryNumber: 0 } })
  expect(await launch({ tags: { 'dagster/max_retries': 5, 'pawl/retry_strategy': 'ALL_STEPS' } })).toMatchObject({
    run: { retryPolicy: { ...policy, maxRetries: 5, strategy: 'ALL_STEPS' } },
  })
})

test('a malformed tag that a job brings along is refused, too', async () => {
  environment = { ...environment, locations: locations([location('flights', [job('report', { 'pawl/retry_delay': 'soon' })])]) }
  expect(await launch({})).toMatchObject({ kind: 'invalid-tags', problems: [{ key: 'pawl/retry_delay' }] })
  expect(await environment.runs.countRuns({})).toBe(0)
})

test('a tag that is nearly one of ours is kept, with a warning', async () => {
  expect(await launch({ tags: { max_retries: 2 } })).toMatchObject({
    kind: 'launched',
    warnings: [expect.stringContaining('pawl/max_retries')],
  })
})

test('what only Pawl may write is refused, and nothing is stored', async () => {
  const outcome = await launch({ tags: { 'pawl/retry_number': 1, 'pawl/nonsense': 'x' } })
  expect(outcome).toMatchObject({ kind: 'invalid-tags', problems: [{ key: 'pawl/retry_number' }, { key: 'pawl/nonsense' }] })
  expect(await environment.runs.countRuns({})).toBe(0)
})

test('errors of the config and of the selection come back with their places', async () => {
  expect(await launch({ config: { op: {} } })).toMatchObject({ kind: 'invalid-config', errors: [{ path: ['op'] }] })
  expect(await launch({ opSelection: 'laod' })).toEqual({
    kind: 'invalid-selection',
    message: 'No op "laod".',
    position: 0,
    length: 4,
    didYouMean: 'load',
  })
  expect(await environment.runs.countRuns({})).toBe(0)
})

test('an unknown job or location is named with what was meant', async () => {
  expect(await launch({ jobName: 'reprot' })).toMatchObject({ kind: 'unknown-job', didYouMean: 'report' })
  expect(await launch({ locationName: 'fligths' })).toMatchObject({ kind: 'unknown-job', didYouMean: 'flights' })
  expect(await launch({ jobName: 'report', locationName: 'weather' })).toMatchObject({
    kind: 'unknown-job',
    message: expect.stringContaining('Location "weather" has no job "report"'),
  })
})

test('a job that two locations have needs its location', async () => {
  expect(await launch({ jobName: 'shared' })).toMatchObject({
    kind: 'unknown-job',
    message: 'Locations "flights" and "weather" each have a job "shared". Name the location, too.',
  })
  expect(await launch({ jobName: 'shared', locationName: 'weather' })).toMatchObject({ run: { locationName: 'weather' } })
})

test('a location that cannot be loaded says why; its last good jobs may still be launched', async () => {
  const broken = { status: 'failed', error: { name: 'SyntaxError', message: 'Unexpected token' } } as const
  environment = { ...environment, locations: locations([location('flights', [job('report')], broken)]) }
  expect(await launch({})).toMatchObject({ kind: 'launched' })
  expect(await launch({ jobName: 'new_one' })).toEqual({
    kind: 'location-not-loaded',
    message: 'Location "flights" could not be loaded: Unexpected token.',
    locationName: 'flights',
  })
})

test('an idempotency key launches once, however often it comes with the same request', async () => {
  const first = await launch({ idempotencyKey: 'press-1', tags: { a: '1', b: '2' } })
  const second = await launch({ idempotencyKey: 'press-1', tags: { b: '2', a: '1' }, origin: { kind: 'cli' } })
  expect([first.kind, second.kind]).toEqual(['launched', 'already-launched'])
  expect('run' in first && 'run' in second && first.run.runId === second.run.runId).toBe(true)
  expect(await launch({ idempotencyKey: 'press-1', tags: { a: 'other' } })).toMatchObject({
    kind: 'idempotency-conflict',
    message: expect.stringContaining('press-1'),
  })
  expect(await environment.runs.countRuns({})).toBe(1)
  expect(notified).toHaveLength(1)
})

test('a run may be given its id, once, and only a UUID of version 7', async () => {
  expect(await launch({ runId: OTHER_ID })).toMatchObject({ kind: 'launched', run: { runId: OTHER_ID } })
  expect(await launch({ runId: OTHER_ID, config: { ops: { other: {} } } })).toMatchObject({
    kind: 'invalid-run-id',
    message: expect.stringContaining('is taken'),
  })
  expect(await launch({ runId: '../../etc/passwd' })).toMatchObject({ kind: 'invalid-run-id' })
  expect(await launch({ runId: OTHER_ID.replace('-7', '-4') })).toMatchObject({ kind: 'invalid-run-id' })
})

test('inputs can only be taken from a run that exists', async () => {
  expect(await launch({ inputsFromRunId: OTHER_ID })).toMatchObject({ kind: 'unknown-source-run', runId: OTHER_ID })
  expect(await launch({ inputsFromRunId: 'nonsense' })).toMatchObject({ kind: 'unknown-source-run', runId: 'nonsense' })
  await launch({ runId: OTHER_ID })
  expect(await launch({ inputsFromRunId: OTHER_ID })).toMatchObject({ kind: 'launched', run: { inputsFromRunId: OTHER_ID } })
})

test('a location that does not answer is an error, not an outcome', async () => {
  const timeout = new FrameworkError('CODE_HOST_TIMEOUT', { message: 'No answer.' })
  const silent = { ...environment.locations, validateRunConfig: () => Promise.reject(timeout) }
  environment = { ...environment, locations: silent }
  await expect(launch({})).rejects.toBe(timeout)
})
