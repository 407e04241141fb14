import type { NewNotification, Outbox, TakenNotification } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { append, claimed, launched, logged, reread, runSpec } from './storage-fixtures.ts'

const NOW = 1_000
const HIDDEN_UNTIL = 5_000

const notification = (deliveryId: string, changes: Partial<NewNotification> = {}): NewNotification => ({
  deliveryId,
  topic: 'webhook:ops',
  payload: { end: 'failure', willRetry: false },
  createdAt: NOW,
  ...changes,
})

/** A run that has ended, and whose end asked for these. */
async function told(storage: StorageUnderTest, ...notifications: NewNotification[]): Promise<string> {
  const { runId } = await claimed(storage)
  const end = { events: [], change: { status: 'FAILURE' }, notifications } as const
  expect(await storage.runs.write([{ ...append(runId, 1, []), also: () => end }])).toMatchObject([{ kind: 'written' }])
  return runId
}

const take = (outbox: Outbox, now: number = NOW, limit = 100): Promise<readonly TakenNotification[]> =>
  outbox.take({ now, hiddenUntil: now + HIDDEN_UNTIL - NOW, limit })

const idsOf = (notifications: readonly TakenNotification[]): string[] => notifications.map(({ deliveryId }) => deliveryId)

async function takeOne(outbox: Outbox, now: number = NOW): Promise<TakenNotification> {
  const [taken] = await take(outbox, now)
  if (taken === undefined) throw new Error('Nothing was due.')
  return taken
}

export const OUTBOX_CASES: readonly StorageCase[] = [
  {
    name: 'what the end of a run asks for is there with the end',
    async run(storage) {
      const payload = { end: 'success', willRetry: false, text: 'ö "x"' }
      const runId = await told(storage, notification('b', { createdAt: 2, payload }), notification('a', { topic: 'handler:job' }))
      const waiting = { runId, status: 'waiting', attempts: 0, endedAt: null, error: null }
      expect(await storage.outbox.listNotifications(runId)).toEqual([
        { ...notification('b', { createdAt: 2, payload }), ...waiting, notBefore: 2 },
        { ...notification('a', { topic: 'handler:job' }), ...waiting, notBefore: NOW },
      ])
      expect(await storage.outbox.nextDueAt()).toBe(2)
    },
  },
  {
    name: 'nothing of an end that was not written is told',
    async run(storage) {
      const { runId } = await claimed(storage)
      const end = { events: [], change: { status: 'FAILURE' }, notifications: [notification('a')] } as const
      const taken = { spec: runSpec({ runId }), events: [] }
      await storage.runs.write([{ ...append(runId, 1, [], 7), also: () => end }])
      await expect(
        storage.runs.write([{ ...append(runId, 1, []), also: () => ({ ...end, launches: [taken] }) }]),
      ).rejects.toThrow()
      expect(await storage.outbox.listNotifications(runId)).toEqual([])
      expect(await storage.outbox.nextDueAt()).toBeNull()
    },
  },
  {
    name: 'the same notification twice is one, beside what else the transaction writes',
    async run(storage) {
      const { runId } = await claimed(storage)
      const also = () => ({ events: [logged('told')], notifications: [notification('a')] })
      await storage.runs.write([
        { ...append(runId, 1, [logged('one')]), also },
        { ...append(runId, 2, [logged('two')]), also },
      ])
      await storage.runs.write([{ ...append(runId, 3, []), also }])
      expect(await storage.outbox.listNotifications(runId)).toHaveLength(1)
      expect((await reread(storage, runId)).nextSeq).toBe(7)
    },
  },
  {
    name: 'what is taken is hidden from others for a while, and then due again',
    async run(storage) {
      const { outbox } = storage
      const runId = await told(storage, notification('a'))
      expect(await take(outbox, NOW - 1)).toEqual([])
      expect(await take(outbox)).toEqual([{ ...notification('a'), runId, attempt: 1 }])
      expect(await outbox.nextDueAt()).toBe(HIDDEN_UNTIL)
      expect(await take(outbox, HIDDEN_UNTIL - 1)).toEqual([])
      expect(await take(outbox, HIDDEN_UNTIL)).toEqual([{ ...notification('a'), runId, attempt: 2 }])
    },
  },
  {
    name: 'the longest due come first, as many as are asked for',
    async run(storage) {
      const { outbox } = storage
      await told(storage, notification('c', { createdAt: 3 }), notification('a', { createdAt: 2 }))
      await told(storage, notification('b', { createdAt: 1 }))
      expect(idsOf(await take(outbox, NOW, 2))).toEqual(['b', 'a'])
      expect(idsOf(await take(outbox, NOW, 2))).toEqual(['c'])
    },
  },
  {
    name: 'of many who ask at the same time each gets others',
    async run(storage) {
      const ids = Array.from({ length: 20 }, (_, n) => `n${String(n).padStart(2, '0')}`)
      await told(storage, ...ids.map((id) => notification(id)))
      const takes = await Promise.all(Array.from({ length: 8 }, () => take(storage.outbox, NOW, 4)))
      const left = await take(storage.outbox)
      expect([...takes, left].flatMap(idsOf).sort()).toEqual(ids)
    },
  },
  {
    name: 'what was delivered is not due again, and says when',
    async run(storage) {
      const { outbox } = storage
      const runId = await told(storage, notification('a'))
      const taken = await takeOne(outbox)
      await outbox.settle(taken, { kind: 'delivered', at: 2_000 })
      await outbox.settle(taken, { kind: 'given-up', at: 3_000, error: 'too late' })
      expect(await take(outbox, HIDDEN_UNTIL)).toEqual([])
      expect(await outbox.nextDueAt()).toBeNull()
      expect(await outbox.listNotifications(runId)).toMatchObject([{ status: 'delivered', endedAt: 2_000, error: null }])
    },
  },
  {
    name: 'what was postponed is due when it was said, and remembers why',
    async run(storage) {
      const { outbox } = storage
      const runId = await told(storage, notification('a'))
      await outbox.settle(await takeOne(outbox), { kind: 'postponed', notBefore: 3_000, error: 'it answered 503' })
      expect(await outbox.listNotifications(runId)).toMatchObject([
        { status: 'waiting', attempts: 1, notBefore: 3_000, error: 'it answered 503' },
      ])
      expect(await take(outbox, 2_999)).toEqual([])
      expect(await take(outbox, 3_000)).toMatchObject([{ deliveryId: 'a', attempt: 2 }])
    },
  },
  {
    name: 'what was given up is not due again, and says why',
    async run(storage) {
      const { outbox } = storage
      const runId = await told(storage, notification('a'))
      await outbox.settle(await takeOne(outbox), { kind: 'given-up', at: 2_000, error: 'nobody is there' })
      expect(await take(outbox, HIDDEN_UNTIL)).toEqual([])
      expect(await outbox.listNotifications(runId)).toMatchObject([
        { status: 'given-up', endedAt: 2_000, error: 'nobody is there' },
      ])
    },
  },
  {
    name: 'of a try that another has followed only a delivery counts',
    async run(storage) {
      const { outbox } = storage
      const runId = await told(storage, notification('a'))
      const late = await takeOne(outbox)
      await takeOne(outbox, HIDDEN_UNTIL)
      const before = await outbox.listNotifications(runId)
      await outbox.settle(late, { kind: 'postponed', notBefore: 1, error: 'late' })
      await outbox.settle(late, { kind: 'given-up', at: 1, error: 'late' })
      expect(await outbox.listNotifications(runId)).toEqual(before)
      await outbox.settle(late, { kind: 'delivered', at: 9_000 })
      expect(await outbox.listNotifications(runId)).toMatchObject([{ status: 'delivered', endedAt: 9_000 }])
    },
  },
  {
    name: 'old ones that are over are forgotten, others stay',
    async run(storage) {
      const { outbox } = storage
      const runId = await told(storage, notification('a'), notification('b'), notification('c'), notification('d'))
      const [a, b, c] = await take(outbox, NOW, 3)
      if (a === undefined || b === undefined || c === undefined) throw new Error('Three were due.')
      await outbox.settle(a, { kind: 'delivered', at: 10 })
      await outbox.settle(b, { kind: 'given-up', at: 10, error: 'no' })
      await outbox.settle(c, { kind: 'delivered', at: 20 })
      expect(await outbox.purge(20)).toBe(2)
      expect(await outbox.purge(20)).toBe(0)
      expect((await outbox.listNotifications(runId)).map(({ deliveryId }) => deliveryId)).toEqual(['c', 'd'])
    },
  },
  {
    name: 'to settle one that is not there is no error',
    async run(storage) {
      const { runId } = await launched(storage)
      await storage.outbox.settle({ deliveryId: 'gone', attempt: 1 }, { kind: 'delivered', at: 1 })
      expect(await storage.outbox.listNotifications(runId)).toEqual([])
    },
  },
]
