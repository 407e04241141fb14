import { type EventFilter, matchesEventFilter, RUN_EVENT_TYPES, type StoredEvent } from '@pawl/core/plugin'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { unfinishedEvent } from './arbitrary-events.ts'
import { someParts } from './some-parts.ts'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { append, claimed, event, logged, written } from './storage-fixtures.ts'

const seqs = (events: readonly StoredEvent[]): number[] => events.map(({ seq }) => seq)

async function runOfTen(storage: StorageUnderTest): Promise<string> {
  const { runId } = await claimed(storage)
  await written(
    storage,
    append(
      runId,
      1,
      Array.from({ length: 9 }, (_, n) => logged(`message ${n}`, { at: 100 + n })),
    ),
  )
  return runId
}

const filters: fc.Arbitrary<EventFilter> = someParts<EventFilter>({
  types: fc.subarray([...RUN_EVENT_TYPES, 'NEVER_SEEN']),
  levels: fc.subarray(['debug', 'info', 'warn', 'error'] as const),
  stepKeys: fc.subarray(['fetch', 'clean', 'each[a]', 'graph.report', 'none']),
  attempt: fc.integer({ min: 1, max: 3 }),
  text: fc.constantFrom('', 'STEP', 'each[', 'Error', 'engine', 'tried again', 'no such text'),
  atFrom: fc.integer({ min: 0, max: 2 ** 40 }),
  atTo: fc.integer({ min: 2 ** 40, max: 2 ** 41 }),
})

export const EVENT_CASES: readonly StorageCase[] = [
  {
    name: 'events are read forwards after a number, backwards before one, and between two',
    async run(storage) {
      const runId = await runOfTen(storage)
      const list = async (page: { afterSeq?: number; beforeSeq?: number; limit: number }) =>
        seqs(await storage.eventLog.listEvents(runId, page))
      expect(await list({ limit: 3 })).toEqual([1, 2, 3])
      expect(await list({ afterSeq: 7, limit: 9 })).toEqual([8, 9, 10])
      expect(await list({ afterSeq: 10, limit: 9 })).toEqual([])
      expect(await list({ beforeSeq: 4, limit: 9 })).toEqual([3, 2, 1])
      expect(await list({ beforeSeq: 1_000_000, limit: 2 })).toEqual([10, 9])
      expect(await list({ afterSeq: 3, beforeSeq: 8, limit: 9 })).toEqual([4, 5, 6, 7])
      expect(await list({ limit: 0 })).toEqual([])
    },
  },
  {
    name: 'a reader that follows a log with a cursor sees each event once while it is written',
    async run(storage) {
      const { runId } = await claimed(storage)
      const seen: StoredEvent[] = []
      for (let batch = 1; batch <= 20; batch++) {
        const writing = storage.runs.write([append(runId, batch, [logged(`${batch} a`), logged(`${batch} b`)])])
        seen.push(...(await storage.eventLog.listEvents(runId, { afterSeq: seen.at(-1)?.seq ?? 0, limit: 3 })))
        await writing
      }
      seen.push(...(await storage.eventLog.listEvents(runId, { afterSeq: seen.at(-1)?.seq ?? 0, limit: 99 })))
      expect(seqs(seen)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1))
    },
  },
  {
    name: 'every filter finds exactly the events it describes, forwards and backwards, and counts them',
    async run(storage) {
      const { runId } = await claimed(storage)
      const events = fc.sample(unfinishedEvent, { numRuns: 120, seed: 3 })
      await written(storage, append(runId, 1, events))
      const all = await storage.eventLog.listEvents(runId, { limit: 1000 })
      expect(all).toHaveLength(121)
      const check = fc.asyncProperty(filters, fc.integer({ min: 1, max: 130 }), async (filter, limit) => {
        const wanted = all.filter((stored) => matchesEventFilter(stored, filter))
        const read = (page: object) => storage.eventLog.listEvents(runId, { filter, limit, ...page })
        expect(await read({})).toEqual(wanted.slice(0, limit))
        expect(await read({ beforeSeq: 1_000_000 })).toEqual([...wanted].reverse().slice(0, limit))
        const counts = await storage.eventLog.countEvents(runId, filter)
        const sum = (numbers: Readonly<Record<string, number>>) => Object.values(numbers).reduce((a, b) => a + b, 0)
        expect([counts.total, sum(counts.byLevel), sum(counts.byType)]).toEqual(Array(3).fill(wanted.length))
      })
      await fc.assert(check, { numRuns: 100, seed: 5 })
    },
  },
  {
    name: 'text is found in messages, step keys, types and causes of errors, in upper and lower case',
    async run(storage) {
      const { runId } = await claimed(storage)
      const cause = { name: 'SocketError', message: 'Größe 100%' }
      const error = { name: 'Error', message: 'outer', cause }
      await written(
        storage,
        append(runId, 1, [
          logged('Straße'),
          event('STEP_FAILURE', { startedAt: 0, error, reason: 'no policy', permanent: false }, { stepKey: 'fetch_Flights' }),
        ]),
      )
      const find = async (text: string) => seqs(await storage.eventLog.listEvents(runId, { limit: 9, filter: { text } }))
      expect(await find('sTRAßE')).toEqual([2])
      expect(await find('GRÖSSE')).toEqual([])
      expect(await find('grÖße 100%')).toEqual([3])
      expect(await find('socketerror')).toEqual([3])
      expect(await find('FETCH_flights')).toEqual([3])
      expect(await find('run_enq')).toEqual([1])
      expect(await find('_')).toEqual([1, 3])
      expect(await find('%')).toEqual([3])
    },
  },
  {
    name: 'counts are by level and by type, over all events or those of a filter',
    async run(storage) {
      const runId = await runOfTen(storage)
      await written(
        storage,
        append(runId, 2, [
          event('OUTPUT_LOST', { output: 'a', originRunId: runId, location: 'x', upstreamStepKey: 's', message: 'gone' }),
        ]),
      )
      expect(await storage.eventLog.countEvents(runId)).toEqual({
        total: 11,
        byLevel: { debug: 1, info: 9, warn: 1, error: 0 },
        byType: { RUN_ENQUEUED: 1, LOG: 9, OUTPUT_LOST: 1 },
      })
      expect(await storage.eventLog.countEvents(runId, { atFrom: 101, atTo: 103 })).toMatchObject({ total: 3 })
      expect(await storage.eventLog.countEvents('01900000-0000-7000-8000-000000000000')).toMatchObject({ total: 0 })
    },
  },
]
