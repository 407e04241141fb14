import { newEvent, type QueueLimits } from '@pawl/core/plugin'
import { afterEach, expect, test } from 'vitest'
import { type TestInstance, testInstance } from './test-instance.ts'
import { launched, write } from './test-runs.ts'
import { startServer, type TestServer } from './test-server.ts'

let server: TestServer | undefined
afterEach(() => server?.close())

const LIMITS: QueueLimits = {
  maxConcurrentRuns: 3,
  tagConcurrencyLimits: [
    { key: 'team', value: 'ops', applyLimitPerUniqueValue: false, limit: 1 },
    { key: 'customer', value: null, applyLimitPerUniqueValue: true, limit: 2 },
  ],
  pools: { database: 1, closed: 0, open: -1 },
}

async function serve(changes: Partial<TestInstance>): Promise<{ readonly instance: TestInstance; readonly server: TestServer }> {
  const instance = { ...testInstance(), ...changes }
  server = await startServer(instance)
  return { instance, server }
}

const alive = { supervisorId: 'one', hostId: 'host', pid: 7, socketPath: null, leaseMs: 1_000, startedAt: 5 }

/** A run in progress. */
async function started(instance: TestInstance, tags: Record<string, string>): Promise<string> {
  const { runId } = await launched(instance, { tags })
  const event = newEvent('RUN_STARTING', { at: instance.clock.now(), payload: { supervisorId: 'one', epoch: 1 } })
  await write(instance, runId, [event])
  return runId
}

const REASON = `query ($runId: ID!) { runOrError(runId: $runId) { ... on Run {
  queueReason { rule text position holders { runId } holderCount notBefore } } } }`

test('a queued run says what it waits for, who holds that, and its place', async () => {
  const { instance, server } = await serve({ queueLimits: LIMITS })
  const reasonOf = async (runId: string): Promise<unknown> =>
    ((await server.query(REASON, { runId })).data as { runOrError: { queueReason: unknown } }).runOrError.queueReason
  const holder = await started(instance, { team: 'ops' })
  const blocked = (await launched(instance, { tags: { team: 'ops' } })).runId
  const free = (await launched(instance, { tags: { team: 'data' } })).runId
  expect(await reasonOf(holder)).toBeNull()
  expect(await reasonOf(blocked)).toEqual({
    rule: 'TAG_CONCURRENCY_LIMIT',
    text: '1 run with the tag team=ops is in progress, and its limit in queue.tagConcurrencyLimits is 1.',
    position: 1,
    holders: [{ runId: holder }],
    holderCount: 1,
    notBefore: null,
  })
  expect(await reasonOf(free)).toMatchObject({ rule: 'NO_SUPERVISOR', position: 2, holders: [] })
  await instance.supervisors.register(alive)
  expect(await reasonOf(free)).toMatchObject({ rule: 'NONE', position: 2, holderCount: 0 })
})

test('the instance tells its queue, its limits with who holds them, and its supervisors', async () => {
  const { instance, server } = await serve({ queueLimits: LIMITS })
  await instance.supervisors.register(alive)
  const [one, two] = [
    await started(instance, { team: 'ops', customer: 'a' }),
    await started(instance, { team: 'data', customer: 'b' }),
  ]
  await launched(instance)
  await instance.slots.acquireSlots([
    { pool: 'database', limit: 1, runId: one, epoch: 0, stepKey: 'load', attempt: 1, at: 9 },
    { pool: 'unnamed', limit: 5, runId: two, epoch: 0, stepKey: 'load', attempt: 1, at: 9 },
  ])
  const { data, errors } = await server.query(`{ instance {
    runQueue { queuedCount inProgressCount maxConcurrentRuns }
    concurrency {
      tagLimits { key value limit used holders { runId stepKey } }
      pools { name limit used holders { runId stepKey since } }
    }
    daemonHealth { healthy supervisors { id status hostId pid startedAt } }
  } }`)
  expect(errors).toBeUndefined()
  const step = { stepKey: 'load', since: 9 }
  expect(data).toEqual({
    instance: {
      runQueue: { queuedCount: 1, inProgressCount: 2, maxConcurrentRuns: 3 },
      concurrency: {
        tagLimits: [
          { key: 'team', value: 'ops', limit: 1, used: 1, holders: [{ runId: one, stepKey: null }] },
          { key: 'customer', value: 'a', limit: 2, used: 1, holders: [{ runId: one, stepKey: null }] },
          { key: 'customer', value: 'b', limit: 2, used: 1, holders: [{ runId: two, stepKey: null }] },
        ],
        pools: [
          { name: 'database', limit: 1, used: 1, holders: [{ runId: one, ...step }] },
          { name: 'closed', limit: 0, used: 0, holders: [] },
          { name: 'open', limit: null, used: 0, holders: [] },
          { name: 'unnamed', limit: null, used: 1, holders: [{ runId: two, ...step }] },
        ],
      },
      daemonHealth: { healthy: true, supervisors: [{ id: 'one', status: 'ALIVE', hostId: 'host', pid: 7, startedAt: 5 }] },
    },
  })
})

test('an instance without limits and supervisors says so', async () => {
  const { server } = await serve({})
  const { data } = await server.query(
    '{ instance { runQueue { maxConcurrentRuns } concurrency { tagLimits { key } pools { name } } daemonHealth { healthy } } }',
  )
  const empty = {
    runQueue: { maxConcurrentRuns: null },
    concurrency: { tagLimits: [], pools: [] },
    daemonHealth: { healthy: false },
  }
  expect(data).toEqual({ instance: empty })
})
