import { expect, test } from 'vitest'
import { simulatedClock } from '../../../testing/src/index.ts'
import { executeJob } from '../../test/execute-job.ts'
import type { InputContext, IOManager } from '../definition/io-manager.ts'
import { job } from '../definition/job.ts'
import { memoryIOManager } from '../definition/memory-io-manager.ts'
import { op } from '../definition/op.ts'
import { resource } from '../definition/resource.ts'
import { type } from '../definition/schema.ts'
import type { ExecutionBatch } from './execute-plan-options.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Long enough for anything that would not wait. */
async function persist(): Promise<void> {
  for (let turns = 0; turns < 5; turns++) await turn()
}

const holdsStartOf = ({ events }: ExecutionBatch, stepKey: string): boolean =>
  events.some((event) => event.type === 'STEP_START' && event.stepKey === stepKey)

/** Outputs in memory; what is loaded goes through `load`. */
function watched(load: (context: InputContext, memory: IOManager) => Promise<unknown>): { default: IOManager } {
  const memory = memoryIOManager()
  return { default: { ...memory, loadInput: (context) => load(context, memory) } }
}

/** Something that takes for ever to read, and heeds its signal. */
function readUntilAborted({ signal }: InputContext): Promise<never> {
  const reading = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reading.reject(signal.reason))
  return reading.promise
}

const first = op({ name: 'first', run: () => 1 })

test('while its start is being made durable a step reads its inputs, and does nothing else', async () => {
  const happened: string[] = []
  const client = resource({ init: () => happened.push('resource') })
  const second = op({
    name: 'second',
    ins: { x: type<number>() },
    resources: { client },
    run: (_, { x }) => happened.push(`body with ${x}`),
  })
  const executed = await executeJob(job('ahead', { run: () => second({ x: first() }) }), {
    turn,
    ioManagers: watched((context, memory) => {
      happened.push('load')
      return memory.loadInput(context)
    }),
    async persist(batch) {
      await persist()
      if (holdsStartOf(batch, 'second')) happened.push('durable')
    },
  })
  expect(happened).toEqual(['load', 'durable', 'resource', 'body with 1'])
  expect(executed.events.filter(({ stepKey }) => stepKey === 'second').map(({ type: what }) => what)).toEqual([
    'STEP_START',
    'LOADED_INPUT',
    'STEP_INPUT',
    'STEP_OUTPUT',
    'HANDLED_OUTPUT',
    'STEP_SUCCESS',
  ])
})

test('an input that cannot be read fails the step after its start is durable, not before', async () => {
  const second = op({ name: 'second', ins: { x: type<number>() }, run: () => 2 })
  const { batches } = await executeJob(job('broken', { run: () => second({ x: first() }) }), {
    turn,
    persist,
    ioManagers: watched(() => Promise.reject(new Error('unreadable'))),
  })
  const failed = batches.findIndex(({ events }) => events.some((event) => event.type === 'STEP_FAILURE'))
  expect([failed, batches.findIndex((batch) => holdsStartOf(batch, 'second'))]).toEqual([2, 1])
})

test('what goes wrong while reading is judged when the start is durable: the delay of a retry runs from there', async () => {
  const clock = simulatedClock(0)
  const delays: number[] = []
  let durableAt = 0
  const second = op({
    name: 'second',
    ins: { x: type<number>() },
    retry: { maxRetries: 1, delaySeconds: 10, retryIf: () => delays.push(clock.now() - durableAt) > 0 },
    run: () => 2,
  })
  const { events } = await executeJob(job('broken', { run: () => second({ x: first() }) }), {
    turn,
    clock,
    ioManagers: watched(() => Promise.reject(new Error('unreadable'))),
    async persist(batch) {
      await persist()
      if (!holdsStartOf(batch, 'second')) return
      await clock.sleep(60_000)
      durableAt = clock.now()
    },
  })
  const [retry] = events.flatMap((event) => (event.type === 'STEP_UP_FOR_RETRY' ? [event.payload] : []))
  expect([delays[0], (retry?.retryAt ?? 0) - durableAt]).toEqual([0, 10_000])
})

test('a run that is canceled between a read that fails and the durable start retries nothing', async () => {
  const clock = simulatedClock(0)
  const cancel = new AbortController()
  const second = op({
    name: 'second',
    ins: { x: type<number>() },
    retry: { maxRetries: 1, delaySeconds: 3_600 },
    run: () => 2,
  })
  const executed = await executeJob(job('canceled', { run: () => second({ x: first() }) }), {
    turn,
    clock,
    signal: cancel.signal,
    ioManagers: watched(() => Promise.reject(new Error('unreadable'))),
    async persist(batch) {
      await persist()
      if (holdsStartOf(batch, 'second')) cancel.abort()
      await persist()
    },
  })
  expect([executed.end?.kind, executed.statuses()['second'], clock.sleeping]).toEqual(['canceled', 'FAILURE', 0])
})

test('a run that is canceled while a step reads does not wait for what it reads', async () => {
  const cancel = new AbortController()
  const second = op({ name: 'second', ins: { x: type<number>() }, run: () => 2 })
  const executed = await executeJob(job('canceled', { run: () => second({ x: first() }) }), {
    turn,
    signal: cancel.signal,
    ioManagers: watched(readUntilAborted),
    async persist(batch) {
      await persist()
      if (holdsStartOf(batch, 'second')) cancel.abort()
      await persist()
    },
  })
  expect([executed.end?.kind, executed.of('STEP_FAILURE', 'second')[0]?.payload.error.code]).toEqual(['canceled', 'CANCELED'])
})

test.each([
  ['that waits for nobody', {}],
  ['whose steps read ahead', { turn }],
])('leaving before a start is durable leaves no timer behind, in a process %s', async (_kind, options) => {
  const clock = simulatedClock(0)
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`s${n}`, first.as(`s${n}`)]))
  const all = job('all', { run: () => Object.fromEntries(Object.entries(many).map(([key, step]) => [key, step()])) })
  const { end } = await executeJob(all, { ...options, clock, leaveAfter: 1 })
  expect([end, clock.sleeping]).toEqual([undefined, 0])
})

test('a step whose start does not become durable has read its inputs in vain', async () => {
  let bodies = 0
  let aborted = false
  const second = op({ name: 'second', ins: { x: type<number>() }, run: () => ++bodies })
  const run = executeJob(job('fenced', { run: () => second({ x: first() }) }), {
    turn,
    ioManagers: watched(({ signal }) => {
      const reading = Promise.withResolvers<unknown>()
      signal.addEventListener('abort', () => {
        aborted = true
        reading.reject(signal.reason)
      })
      return reading.promise
    }),
    async persist(batch) {
      await persist()
      if (holdsStartOf(batch, 'second')) throw new Error('fenced')
    },
  })
  await expect(run).rejects.toThrow('fenced')
  expect([bodies, aborted]).toEqual([0, true])
})

test('the time of an attempt runs from its durable start, not from when it began to read', async () => {
  const clock = simulatedClock(0)
  let durableAt = 0
  const second = op({ name: 'second', ins: { x: type<number>() }, timeoutSeconds: 10, run: () => 2 })
  const executed = await executeJob(job('slow', { run: () => second({ x: first() }) }), {
    turn,
    clock,
    ioManagers: watched(readUntilAborted),
    async persist(batch) {
      await persist()
      if (!holdsStartOf(batch, 'second')) return
      await clock.sleep(60_000)
      durableAt = clock.now()
    },
  })
  const failures = executed.of('STEP_FAILURE', 'second')
  expect(failures.map(({ at, payload }) => [at - durableAt, payload.error.code])).toEqual([[10_000, 'STEP_TIMEOUT']])
})
