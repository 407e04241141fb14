import { memoryRunStorage, type Outbox, uuidV7 } from '@pawl/core/plugin'
import { type SimulatedClock, seededRandom, simulatedClock } from '@pawl/testing'
import { beforeEach, expect, test } from 'vitest'
import { MOST_ATTEMPTS } from './decide-delivery.ts'
import { type Deliver, NotificationSender, Undeliverable } from './notification-sender.ts'

const HIDDEN_MS = 10_000

let storage: ReturnType<typeof memoryRunStorage>
let outbox: Outbox
let clock: SimulatedClock
let reports: string[]
let wakes: number

beforeEach(() => {
  storage = memoryRunStorage()
  outbox = storage.outbox
  clock = simulatedClock()
  reports = []
  wakes = 0
})

const random = seededRandom(7)

/** A run whose end has asked for these. */
async function told(...ids: readonly string[]): Promise<string> {
  const createdAt = clock.now()
  const runId = uuidV7(createdAt, random)
  const nothing = { parentRunId: null, retryOfRunId: null, strategy: null, retryPolicy: null, notBefore: null, opSelection: null }
  const unknown = { launchedBy: null, partitionKey: null, inputsFromRunId: null, idempotencyKey: null, requestHash: null }
  const job = {
    locationName: 'main',
    jobName: 'report',
    config: {},
    tags: {},
    origin: { kind: 'api' },
    reexecution: null,
  } as const
  const spec = { runId, rootRunId: runId, ...nothing, ...unknown, ...job, retryNumber: 0, priority: 0, createdAt }
  await storage.runs.launchRuns([{ spec, events: [] }])
  const notifications = ids.map((deliveryId) => ({ deliveryId, topic: 'webhook:x', payload: {}, createdAt }))
  const guard = { kind: 'status', statuses: ['QUEUED'] } as const
  await storage.runs.write([{ runId, guard, events: [], also: () => ({ events: [], notifications }) }])
  return runId
}

const sender = (deliver: Deliver): NotificationSender =>
  new NotificationSender({
    ...{ outbox, clock, random: () => 0, deliver, hiddenMs: HIDDEN_MS },
    onRoom: () => wakes++,
    report: (message) => void reports.push(message),
  })

/** Lets everything happen that needs no time. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const statuses = async (runId: string): Promise<readonly string[]> =>
  (await outbox.listNotifications(runId)).map(({ status }) => status)

test('what is due is delivered once, however often it is looked for', async () => {
  const runId = await told('a', 'b')
  const delivered: string[] = []
  const one = sender(async ({ deliveryId }) => void delivered.push(deliveryId))
  const other = sender(async ({ deliveryId }) => void delivered.push(deliveryId))
  await Promise.all([one.tick(), other.tick(), one.tick()])
  await settle()
  await one.tick()
  expect(delivered.toSorted()).toEqual(['a', 'b'])
  expect(await statuses(runId)).toEqual(['delivered', 'delivered'])
  expect(reports).toEqual([])
})

test('a failure is tried again after its delay, told of once, and given up after the last try', async () => {
  const runId = await told('a')
  let tries = 0
  const failing = sender(async () => {
    tries++
    throw new Error('it answered 503.')
  })
  for (let look = 0; look < 3 * MOST_ATTEMPTS; look++) {
    await failing.tick()
    await settle()
    const due = await outbox.nextDueAt()
    if (due !== null) await clock.advance(due - clock.now())
  }
  expect(tries).toBe(MOST_ATTEMPTS)
  expect(await outbox.listNotifications(runId)).toMatchObject([{ status: 'given-up', error: 'it answered 503', attempts: 20 }])
  expect(reports).toEqual([
    'Notification a could not be delivered and will be tried again: it answered 503.',
    'Notification a was not delivered and is given up after 20 tries: it answered 503.',
  ])
})

test('one that nobody can ever take is given up at once', async () => {
  const runId = await told('a')
  await sender(async () => {
    throw new Undeliverable('the config has no such webhook any more')
  }).tick()
  await settle()
  expect(await statuses(runId)).toEqual(['given-up'])
})

test('what a sender that died had taken comes again when it is due', async () => {
  const runId = await told('a')
  await sender(() => new Promise(() => undefined)).tick()
  const delivered: number[] = []
  const next = sender(async ({ attempt }) => void delivered.push(attempt))
  await next.tick()
  await settle()
  expect(delivered).toEqual([])
  await clock.advance(HIDDEN_MS)
  await next.tick()
  await settle()
  expect(delivered).toEqual([2])
  expect(await statuses(runId)).toEqual(['delivered'])
})

test('no more than so many are delivered at a time, and the next look is asked for when there is room', async () => {
  await told(...Array.from({ length: 40 }, (_, n) => `n${n}`))
  const gates: (() => void)[] = []
  const slow = sender(() => new Promise((resolve) => gates.push(resolve)))
  await slow.tick()
  await slow.tick()
  await settle()
  expect(gates).toHaveLength(16)
  expect(wakes).toBe(0)
  gates[0]?.()
  await settle()
  expect(wakes).toBe(1)
  await slow.tick()
  await settle()
  expect(gates).toHaveLength(17)
})

test('stopping takes what is due, waits for it a while, and leaves the rest to the next at once', async () => {
  const runId = await told('quick', 'slow')
  const stopping = sender(async ({ deliveryId }, { signal }) => {
    if (deliveryId === 'quick') return
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
  })
  const stopped = stopping.stop(500)
  await settle()
  expect(await statuses(runId)).toEqual(['delivered', 'waiting'])
  await clock.advance(500)
  await stopped
  await settle()
  expect(await outbox.nextDueAt()).toBe(clock.now())
  expect(reports).toEqual([])
})

test('what is long over is forgotten', async () => {
  const runId = await told('a')
  const fine = sender(async () => undefined)
  await fine.tick()
  await settle()
  await clock.advance(7 * 24 * 3_600_000 - 1)
  await fine.tick()
  expect(await statuses(runId)).toEqual(['delivered'])
  await clock.advance(3_600_000)
  await fine.tick()
  expect(await statuses(runId)).toEqual([])
})
