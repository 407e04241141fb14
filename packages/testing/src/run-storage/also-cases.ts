import { isFrameworkError, type Run } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase } from './storage-case.ts'
import { append, claimed, event, launched, logged, messagesOf, reread, runSpec, written } from './storage-fixtures.ts'

const enqueued = event('RUN_ENQUEUED', {})

export const ALSO_CASES: readonly StorageCase[] = [
  {
    name: 'the end of a run, the decision about its retry and the retry run are one step',
    async run(storage) {
      const { runId } = await claimed(storage, { tags: { team: 'ops' } })
      const retry = runSpec({ retryOfRunId: runId, rootRunId: runId, parentRunId: runId, retryNumber: 1 })
      const seen: Run[] = []
      const before = await reread(storage, runId)
      const result = await written(storage, {
        ...append(runId, 1, [logged('last')]),
        change: { failureReason: 'STEP_FAILURE' },
        also: (run) => {
          seen.push(run)
          return {
            events: [logged('will be tried again'), event('RUN_FAILURE', { reason: 'STEP_FAILURE', message: 'no' })],
            change: { status: 'FAILURE', endedAt: 9, tags: { 'pawl/will_retry': 'true' } },
            launches: [{ spec: retry, events: [enqueued] }],
          }
        },
      })
      expect(seen).toEqual([before])
      expect(result).toMatchObject({ firstSeq: 2, nextSeq: 5, status: 'FAILURE' })
      expect(await messagesOf(storage, runId)).toEqual(['last', 'will be tried again'])
      expect(await reread(storage, runId)).toMatchObject({
        status: 'FAILURE',
        failureReason: 'STEP_FAILURE',
        endedAt: 9,
        lastBatch: 1,
        tags: { team: 'ops', 'pawl/will_retry': 'true' },
      })
      expect(await reread(storage, retry.runId)).toMatchObject({ status: 'QUEUED', nextSeq: 2, retryOfRunId: runId })
    },
  },
  {
    name: 'it is asked with the run as earlier writes of the same transaction left it, and only when the guard holds',
    async run(storage) {
      const { runId } = await claimed(storage)
      const seen: [number, string][] = []
      const also = (run: Run) => {
        seen.push([run.nextSeq, run.status])
        return { events: [logged(`after ${run.nextSeq}`)] }
      }
      await storage.runs.write([
        { ...append(runId, 1, [logged('a')]), change: { status: 'STARTED' }, also },
        { ...append(runId, 1, [logged('again')]), also },
        { ...append(runId, 2, [logged('b')]), also },
      ])
      expect(seen).toEqual([
        [2, 'STARTING'],
        [4, 'STARTED'],
      ])
      expect(await messagesOf(storage, runId)).toEqual(['a', 'after 2', 'b', 'after 4'])
    },
  },
  {
    name: 'it may raise the epoch: the writer is fenced from then on',
    async run(storage) {
      const { runId } = await claimed(storage)
      const result = await written(storage, {
        ...append(runId, 1, []),
        also: () => ({ events: [], change: { raiseEpoch: true } }),
      })
      expect(result.epoch).toBe(2)
      expect(await reread(storage, runId)).toMatchObject({ epoch: 2, lastBatch: 0 })
      expect(await storage.runs.write([append(runId, 2, [])])).toMatchObject([{ kind: 'refused', epoch: 2 }])
    },
  },
  {
    name: 'when it throws nothing of the whole transaction is written',
    async run(storage) {
      const [one, two] = [await claimed(storage), await claimed(storage, { tags: { a: '1' } })]
      const output = { output: 'result', mappingKey: null, assetKey: null, partitionKey: null, originRunId: one.runId }
      const stored = { location: 'x', ioManager: 'fs', hostId: 'h', originRunId: one.runId, originAttempt: 1 }
      const before = [await reread(storage, one.runId), await reread(storage, two.runId)]
      const failing = storage.runs.write([
        {
          ...append(one.runId, 1, [logged('no')]),
          change: { status: 'SUCCESS' },
          outputs: [{ ...output, stepKey: 'a', stored }],
          plan: { hash: 'no', snapshot: {} },
        },
        {
          ...append(two.runId, 1, [logged('no')]),
          change: { tags: { a: '2' } },
          also: () => {
            throw new Error('cannot decide')
          },
        },
      ])
      await expect(failing).rejects.toThrow('cannot decide')
      expect([await reread(storage, one.runId), await reread(storage, two.runId)]).toEqual(before)
      expect([await messagesOf(storage, one.runId), await messagesOf(storage, two.runId)]).toEqual([[], []])
      expect(await storage.runs.listOutputs(one.runId, { limit: 9 })).toEqual([])
      expect(await storage.runs.getPlan('no')).toBeUndefined()
      await written(storage, append(one.runId, 1, [logged('yes')]))
      expect(await messagesOf(storage, one.runId)).toEqual(['yes'])
    },
  },
  {
    name: 'a run it launches that is there already takes the whole transaction back',
    async run(storage) {
      const { runId } = await claimed(storage)
      await launched(storage, { retryOfRunId: runId })
      const second = { spec: runSpec({ retryOfRunId: runId }), events: [enqueued] }
      const failing = storage.runs.write([
        { ...append(runId, 1, []), also: () => ({ events: [], change: { status: 'FAILURE' }, launches: [second] }) },
      ])
      await expect(failing).rejects.toSatisfy((error) => isFrameworkError(error, 'RUN_EXISTS'))
      expect(await reread(storage, runId)).toMatchObject({ status: 'STARTING', lastBatch: 0 })
    },
  },
]
