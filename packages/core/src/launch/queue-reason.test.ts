import { expect, test } from 'vitest'
import { runSpec } from '../../../testing/src/run-storage/storage-fixtures.ts'
import { newEvent } from '../event/new-event.ts'
import type { Run, RunSpec } from '../run/run.ts'
import { memoryRunStorage } from '../storage/memory-run-storage.ts'
import { NO_QUEUE_LIMITS, type QueueLimits } from './queue-limits.ts'
import { type QueueView, queueReason } from './queue-reason.ts'

const NOW = 1_000_000

async function queueOf(limits: Partial<QueueLimits>, view: Partial<QueueView> = {}) {
  const storage = memoryRunStorage()
  await storage.supervisors.register({ supervisorId: 'me', hostId: 'h', pid: 1, socketPath: null, leaseMs: 1_000, startedAt: 1 })
  const clock = { now: () => NOW, sleep: async () => undefined }
  const explained: QueueView = { ...storage, clock, queueLimits: { ...NO_QUEUE_LIMITS, ...limits }, ...view }
  let launches = 0
  const launch = async (changes: Partial<RunSpec> = {}): Promise<Run> => {
    const events = [newEvent('RUN_ENQUEUED', { at: NOW, payload: {} })]
    const [result] = await storage.runs.launchRuns([{ spec: runSpec({ createdAt: ++launches, ...changes }), events }])
    return result?.run ?? expect.fail()
  }
  const start = async (changes: Partial<RunSpec> = {}): Promise<string> => {
    const { runId } = await launch(changes)
    const guard = { kind: 'status', statuses: ['QUEUED'] } as const
    await storage.runs.write([{ runId, guard, events: [], change: { status: 'STARTED' } }])
    return runId
  }
  return { storage, launch, start, reasonOf: (run: Run) => queueReason(explained, run) }
}

test('a run that is not queued has none', async () => {
  const { launch, reasonOf } = await queueOf({})
  expect(await reasonOf({ ...(await launch()), status: 'STARTED' })).toBeNull()
})

test('a run whose time has not come waits for that, whatever else there is', async () => {
  const { launch, reasonOf } = await queueOf({ maxConcurrentRuns: 0 })
  expect(await reasonOf(await launch({ notBefore: NOW + 1 }))).toEqual({
    rule: 'NOT_BEFORE',
    text: 'It waits until 1970-01-01T00:16:40.001Z; until then it holds nothing.',
    position: null,
    holders: [],
    notBefore: NOW + 1,
  })
  expect(await reasonOf(await launch({ notBefore: NOW }))).toMatchObject({
    rule: 'MAX_CONCURRENT_RUNS',
    position: 1,
    notBefore: NOW,
  })
})

test('limits are told in the words of the config, with the runs that hold them', async () => {
  const tagConcurrencyLimits = [
    { key: 'team', value: 'ops', applyLimitPerUniqueValue: false, limit: 2 },
    { key: 'customer', value: null, applyLimitPerUniqueValue: true, limit: 1 },
    { key: 'kind', value: null, applyLimitPerUniqueValue: false, limit: 0 },
  ]
  const { launch, start, reasonOf } = await queueOf({ maxConcurrentRuns: 4, tagConcurrencyLimits })
  const ops = [await start({ tags: { team: 'ops' } }), await start({ tags: { team: 'ops', customer: 'x' } })]
  const textOf = async (tags: Record<string, string>) => (await reasonOf(await launch({ tags })))?.text
  const blocked = await launch({ tags: { team: 'ops' } })
  expect(await reasonOf(blocked)).toMatchObject({ rule: 'TAG_CONCURRENCY_LIMIT', holders: ops })
  expect(await textOf({ team: 'ops' })).toBe(
    '2 runs with the tag team=ops are in progress, and its limit in queue.tagConcurrencyLimits is 2.',
  )
  expect(await textOf({ customer: 'x' })).toBe(
    '1 run with the tag customer=x is in progress, and its limit in queue.tagConcurrencyLimits is 1.',
  )
  expect(await textOf({ customer: 'y' })).toMatch(/^Nothing blocks it: 3 runs are before it/)
  expect(await textOf({ kind: 'any' })).toBe('No run with the tag kind may start: its limit in queue.tagConcurrencyLimits is 0.')
  await start()
  await start()
  expect(await textOf({})).toBe('4 runs are in progress, and queue.maxConcurrentRuns allows 4.')
})

test('without limits it says whom it waits for: a supervisor, its location, or those before it', async () => {
  const { storage, launch, reasonOf } = await queueOf({})
  const [first, second] = [await launch({ createdAt: 1 }), await launch({ createdAt: 2 })]
  expect(await reasonOf(first)).toMatchObject({
    rule: 'NONE',
    position: 1,
    text: expect.stringContaining('it is the next to start'),
  })
  expect(await reasonOf(second)).toMatchObject({ rule: 'NONE', position: 2, text: expect.stringContaining('1 run is before it') })
  await storage.supervisors.declareDead({ supervisorId: 'me', beat: 0 })
  expect(await reasonOf(first)).toMatchObject({ rule: 'NO_SUPERVISOR', text: expect.stringContaining('pawl daemon') })
  for (const [status, text] of [
    ['loading', 'is loading.'],
    ['failed', 'could not be loaded.'],
    [undefined, 'is not in the config.'],
  ] as const) {
    const listLocations = () => (status === undefined ? [] : [{ name: first.locationName, status }])
    const view = await queueOf({}, { locations: { listLocations } })
    const reason = await view.reasonOf(await view.launch())
    expect(reason).toMatchObject({ rule: 'LOCATION_NOT_LOADED', text: expect.stringContaining(text) })
  }
})
