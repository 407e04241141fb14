import type { Run, RunWrite, SlotRequest, StepRecord } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { append, claimed, launched, written } from './storage-fixtures.ts'

const slot = (run: Run, stepKey: string, changes: Partial<SlotRequest> = {}): SlotRequest => ({
  pool: 'db',
  limit: 1,
  runId: run.runId,
  epoch: 1,
  stepKey,
  attempt: 1,
  at: 10,
  ...changes,
})

const ask = async ({ slots }: StorageUnderTest, ...requests: SlotRequest[]): Promise<string[]> =>
  (await slots.acquireSlots(requests)).map(({ kind }) => kind)

const step = (stepKey: string, changes: Partial<StepRecord> = {}): StepRecord => ({
  stepKey,
  status: 'STARTED',
  attempts: 1,
  startedAt: 1,
  endedAt: null,
  retryAt: null,
  codeVersion: null,
  configHash: null,
  planOrder: 0,
  ...changes,
})

const batchWith = (run: Run, batch: number, ...steps: StepRecord[]): RunWrite => ({ ...append(run.runId, batch, []), steps })

export const SLOT_CASES: readonly StorageCase[] = [
  {
    name: 'a pool gives as many slots as it has, the earlier requests first, and each step one',
    async run(storage) {
      const run = await claimed(storage)
      const two = { limit: 2 }
      expect(await ask(storage, slot(run, 'a', two), slot(run, 'b', { ...two, at: 11 }), slot(run, 'c', two))).toEqual([
        'granted',
        'granted',
        'full',
      ])
      expect(await ask(storage, slot(run, 'a', { ...two, at: 99 }))).toEqual(['granted'])
      expect(await ask(storage, slot(run, 'x', { pool: 'other' }))).toEqual(['granted'])
      const [full] = await storage.slots.acquireSlots([slot(run, 'c', two)])
      const held = [
        { pool: 'db', runId: run.runId, stepKey: 'a', attempt: 1, since: 10 },
        { pool: 'db', runId: run.runId, stepKey: 'b', attempt: 1, since: 11 },
      ]
      expect(full).toEqual({ kind: 'full', holders: held })
      const other = { pool: 'other', runId: run.runId, stepKey: 'x', attempt: 1, since: 10 }
      expect(await storage.slots.listSlots()).toEqual([...held, other])
      expect(await ask(storage, slot(run, 'z', { pool: 'closed', limit: 0 }))).toEqual(['full'])
    },
  },
  {
    name: 'the end of an attempt frees its slot: success, failure, and a retry that waits; a start does not',
    async run(storage) {
      const [run, other] = [await claimed(storage), await claimed(storage)]
      let batch = 0
      for (const status of ['SUCCESS', 'FAILURE', 'UP_FOR_RETRY'] as const) {
        const name = `step ${status}`
        expect(await ask(storage, slot(run, name))).toEqual(['granted'])
        await written(storage, batchWith(run, ++batch, step(name)))
        expect(await ask(storage, slot(other, 'b'))).toEqual(['full'])
        await written(storage, batchWith(run, ++batch, step(name, { status })))
        expect(await storage.slots.listSlots()).toEqual([])
      }
      expect(await ask(storage, slot(run, 'step UP_FOR_RETRY', { attempt: 2 }))).toEqual(['granted'])
      expect(await ask(storage, slot(other, 'b'))).toEqual(['full'])
      await written(storage, batchWith(run, ++batch, step('step UP_FOR_RETRY', { attempts: 2 })))
      expect(await storage.slots.listSlots()).toMatchObject([{ attempt: 2 }])
    },
  },
  {
    name: 'the end of a run frees all its slots, also of steps that never started',
    async run(storage) {
      const [run, other] = [await claimed(storage), await claimed(storage)]
      await ask(storage, slot(run, 'a'), slot(run, 'b', { pool: 'two' }))
      await written(storage, { ...batchWith(run, 1, step('a')), change: { status: 'STARTED' } })
      expect(await ask(storage, slot(other, 'a'))).toEqual(['full'])
      await written(storage, { ...append(run.runId, 2, []), change: { status: 'FAILURE' } })
      expect(await storage.slots.listSlots()).toEqual([])
      expect(await ask(storage, slot(other, 'a'))).toEqual(['granted'])
    },
  },
  {
    name: 'a run that is queued, canceling, ended, unknown or taken over by another claim gets none',
    async run(storage) {
      const [queued, canceling, ended] = [await launched(storage), await claimed(storage), await claimed(storage)]
      const run = await claimed(storage)
      const guard = { kind: 'status', statuses: ['STARTING'] } as const
      await written(storage, { runId: canceling.runId, guard, events: [], change: { status: 'CANCELING' } })
      await written(storage, { runId: ended.runId, guard, events: [], change: { status: 'SUCCESS' } })
      const unknown = { ...slot(run, 'a'), runId: '01900000-0000-7000-8000-000000000000' }
      const requests = [slot(queued, 'a', { epoch: 0 }), slot(canceling, 'a'), slot(ended, 'a'), unknown]
      expect(await ask(storage, ...requests, slot(run, 'a', { epoch: 2 }))).toEqual(
        requests.map(() => 'refused').concat('refused'),
      )
      expect(await storage.slots.listSlots()).toEqual([])
    },
  },
  {
    name: 'a run that is being canceled keeps what it holds until it ends',
    async run(storage) {
      const [run, other] = [await claimed(storage), await claimed(storage)]
      await ask(storage, slot(run, 'a'))
      const guard = { kind: 'status', statuses: ['STARTING'] } as const
      await written(storage, { runId: run.runId, guard, events: [], change: { status: 'CANCELING' } })
      expect(await ask(storage, slot(other, 'a'))).toEqual(['full'])
    },
  },
  {
    name: 'a run that is claimed anew before it has started lets go of what the claim before was given',
    async run(storage) {
      const [run, other] = [await claimed(storage), await claimed(storage)]
      expect(await ask(storage, slot(run, 'a'))).toEqual(['granted'])
      const guard = { kind: 'status', statuses: ['STARTING'] } as const
      await written(storage, { runId: run.runId, guard, events: [], change: { raiseEpoch: true } })
      expect(await storage.slots.listSlots()).toEqual([])
      expect(await ask(storage, slot(other, 'a', { at: 20 }), slot(run, 'a', { epoch: 2 }))).toEqual(['granted', 'full'])
      await written(storage, batchWith(other, 1, step('a', { status: 'SUCCESS' })))
      expect(await ask(storage, slot(run, 'a', { epoch: 2, at: 30 }))).toEqual(['granted'])
      expect(await storage.slots.listSlots()).toMatchObject([{ runId: run.runId, since: 30 }])
    },
  },
  {
    name: 'requests at once never get more slots together than there are',
    async run(storage) {
      const run = await claimed(storage)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => ask(storage, slot(run, `step ${n}`, { limit: 3, at: n }))),
      )
      expect(answers.flat().filter((kind) => kind === 'granted')).toHaveLength(3)
      expect(await storage.slots.listSlots()).toHaveLength(3)
    },
  },
]
