import type { RunWrite } from '@pawl/core/plugin'
import { expect } from 'vitest'
import { seededRandom } from '../seeded-random.ts'
import { losingAnswers } from './losing-answers.ts'
import type { StorageCase } from './storage-case.ts'
import { append, claimed, event, logged, messagesOf, reread, runSpec } from './storage-fixtures.ts'

async function untilAnswered<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      expect(String(error)).toContain('answer')
    }
  }
}

const numbered = (count: number, name = ''): string[] => Array.from({ length: count }, (_, n) => `${name}${n}`)

export const FAULT_CASES: readonly StorageCase[] = [
  {
    name: 'a writer that repeats each batch until it hears an answer writes it exactly once',
    async run(storage) {
      const { runId } = await claimed(storage)
      const runs = losingAnswers(storage.runs, { random: seededRandom(1), share: 0.5 })
      const kinds = new Set<string | undefined>()
      const messages = numbered(60)
      for (const [index, message] of messages.entries()) {
        const [result] = await untilAnswered(() => runs.write([append(runId, index + 1, [logged(message), logged(message)])]))
        kinds.add(result?.kind)
      }
      expect([...kinds].sort()).toEqual(['already-written', 'written'])
      expect(await messagesOf(storage, runId)).toEqual(messages.flatMap((message) => [message, message]))
    },
  },
  {
    name: 'an end with a retry run that is repeated until it is answered happens once',
    async run(storage) {
      const { runId } = await claimed(storage)
      const runs = losingAnswers(storage.runs, { random: () => 0, share: 1, times: 3 })
      const retry = runSpec({ retryOfRunId: runId, retryNumber: 1 })
      const end: RunWrite = {
        ...append(runId, 1, [event('RUN_FAILURE', { reason: 'STEP_FAILURE', message: 'no' })]),
        change: { status: 'FAILURE', endedAt: 1 },
        also: () => ({ events: [], launches: [{ spec: retry, events: [event('RUN_ENQUEUED', {})] }] }),
      }
      expect(await untilAnswered(() => runs.write([end]))).toEqual([{ kind: 'already-written', status: 'FAILURE' }])
      expect(await reread(storage, retry.runId)).toMatchObject({ status: 'QUEUED', nextSeq: 2 })
      expect(await storage.runs.countRuns({})).toBe(2)
    },
  },
  {
    name: 'launches repeated until they are answered are one run each',
    async run(storage) {
      const runs = losingAnswers(storage.runs, { random: seededRandom(2), share: 0.7 })
      const keys = numbered(20)
      for (const idempotencyKey of keys) {
        const request = { idempotencyKey, requestHash: 'request' }
        await untilAnswered(() => runs.launchRuns([{ spec: runSpec(request), events: [event('RUN_ENQUEUED', {})] }]))
      }
      expect(await storage.runs.countRuns({})).toBe(keys.length)
    },
  },
  {
    name: 'batches sent without waiting for answers are written in the order they were sent',
    async run(storage) {
      const { runId } = await claimed(storage)
      const messages = numbered(100)
      const results = await Promise.all(
        messages.map((message, n) => storage.runs.write([append(runId, n + 1, [logged(message)])])),
      )
      expect(results.flat().map(({ kind }) => kind)).toEqual(messages.map(() => 'written'))
      expect(await messagesOf(storage, runId)).toEqual(messages)
    },
  },
  {
    name: 'many writers at once lose nothing and share no number',
    async run(storage) {
      const runIds = await Promise.all(numbered(8).map(async () => (await claimed(storage)).runId))
      const write = async (runId: string): Promise<void> => {
        for (let batch = 1; batch <= 25; batch++) await storage.runs.write([append(runId, batch, [logged(`${batch}`)])])
      }
      await Promise.all([...runIds.map(write), ...numbered(20).map(() => claimed(storage))])
      for (const runId of runIds) {
        expect(await messagesOf(storage, runId)).toEqual(Array.from({ length: 25 }, (_, n) => `${n + 1}`))
      }
    },
  },
]
