import { expect, test } from 'vitest'
import { simulatedClock } from '../../../testing/src/index.ts'
import { executeJob } from '../../test/execute-job.ts'
import { job } from '../definition/job.ts'
import { op } from '../definition/op.ts'
import { dynamicOut } from '../definition/out.ts'
import { type } from '../definition/schema.ts'
import type { PoolRequest, StepPools } from './pool-waits.ts'

const clock = simulatedClock(0)

interface TestPools extends StepPools {
  readonly asked: PoolRequest[]
  /** Gives the longest waiting request of a pool its slot. */
  give(pool?: string): Promise<void>
}

/** Pools that say at once that a step has to wait, and give no slot by themselves. */
function testPools({ isOpen = false } = {}): TestPools {
  const waiting: (PoolRequest & { readonly granted: PromiseWithResolvers<void> })[] = []
  const asked: PoolRequest[] = []
  return {
    asked,
    acquire(request, onWaiting) {
      asked.push(request)
      if (isOpen) return Promise.resolve()
      const granted = Promise.withResolvers<void>()
      waiting.push({ ...request, granted })
      onWaiting('all 1 are taken.')
      return granted.promise
    },
    async give(pool = 'db') {
      const index = waiting.findIndex((one) => one.pool === pool)
      waiting.splice(index, 1)[0]?.granted.resolve()
    },
  }
}

const free = op({ name: 'free', run: () => 1 })
const pooled = op({ name: 'pooled', pool: 'db', run: () => 2 })

test('a step without a pool, or where nobody gives out slots, waits for none', async () => {
  const pools = testPools()
  expect((await executeJob(job('j', { run: () => free() }), { pools })).end).toEqual({ kind: 'success' })
  expect(pools.asked).toEqual([])
  expect((await executeJob(job('j', { run: () => pooled() }))).of('ENGINE_EVENT')).toEqual([])
})

test('a step whose slot is free starts at once, without a word', async () => {
  const pools = testPools({ isOpen: true })
  const run = await executeJob(job('j', { run: () => pooled() }), { pools })
  expect(run.events.map(({ type: what }) => what).slice(0, 2)).toEqual(['STEP_START', 'STEP_OUTPUT'])
  expect(pools.asked).toEqual([{ pool: 'db', stepKey: 'pooled', attempt: 1 }])
})

test('a step that waits says so, holds nothing of the concurrency of its run, and starts with its slot', async () => {
  const pools = testPools()
  const slow = op({
    name: 'slow',
    run: async () => {
      await clock.sleep(2_000)
      await pools.give()
      return 1
    },
  })
  const run = await executeJob(job('j', { run: () => ({ a: pooled(), b: slow() }) }), { pools, clock, maxConcurrent: 1 })
  expect(run.end).toEqual({ kind: 'success' })
  expect(run.story('STEP_START', 'STEP_SUCCESS', 'ENGINE_EVENT').map((line) => line.split('#')[0])).toEqual([
    'ENGINE_EVENT pooled',
    'STEP_START slow',
    'ENGINE_EVENT pooled',
    'STEP_SUCCESS slow',
    'STEP_START pooled',
    'STEP_SUCCESS pooled',
  ])
  expect(run.of('ENGINE_EVENT').map(({ payload }) => payload.message)).toEqual([
    'Step "pooled" waits for a slot of pool "db": all 1 are taken.',
    'Step "pooled" got a slot of pool "db" after 2 s.',
  ])
})

test('each attempt asks for a slot of its own, after its delay', async () => {
  const pools = testPools({ isOpen: true })
  let attempts = 0
  const failing = op({
    name: 'failing',
    pool: 'db',
    retry: { maxRetries: 1, delaySeconds: 10 },
    run: () => {
      if (++attempts === 1) throw new Error('first')
      return 1
    },
  })
  const run = await executeJob(job('j', { run: () => failing() }), { pools })
  expect(run.end).toEqual({ kind: 'success' })
  expect(pools.asked.map(({ attempt }) => attempt)).toEqual([1, 2])
})

test('a cancel while steps wait ends the run, and they never start', async () => {
  const pools = testPools()
  const controller = new AbortController()
  const run = await executeJob(job('j', { run: () => pooled() }), {
    pools,
    signal: controller.signal,
    persist: ({ events }) => (events.length > 0 ? controller.abort() : undefined),
  })
  expect(run.end).toEqual({ kind: 'canceled' })
  expect(run.story('STEP_START')).toEqual([])
})

test('of many copies of a step only some ask at a time, in their order, and all get through', async () => {
  const split = op({
    name: 'split',
    out: dynamicOut(type<number>()),
    run: () => new Map(Array.from({ length: 30 }, (_, n) => [`k${n}`, n])),
  })
  const each = op({ name: 'each', pool: 'db', ins: { item: type<number>() }, run: (_, { item }) => item })
  const asked: string[] = []
  let open = 0
  let most = 0
  const pools: StepPools = {
    async acquire({ stepKey }) {
      asked.push(stepKey)
      most = Math.max(most, ++open)
      await clock.sleep(5)
      open--
    },
  }
  const mapping = job('j', { run: () => split().map((item) => each({ item })) })
  const run = await executeJob(mapping, { pools, clock, maxConcurrent: 4 })
  expect(run.end).toEqual({ kind: 'success' })
  expect(asked).toEqual(Array.from({ length: 30 }, (_, n) => `each[k${n}]`))
  expect(most).toBe(4)
})

test('a pool that fails is a mistake of Pawl, and ends the execution', async () => {
  const pools: StepPools = { acquire: () => Promise.reject(new Error('no pools')) }
  await expect(executeJob(job('j', { run: () => pooled() }), { pools })).rejects.toThrow('no pools')
})
