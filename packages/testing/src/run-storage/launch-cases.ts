import { isFrameworkError } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase } from './storage-case.ts'
import { event, launched, reread, runSpec } from './storage-fixtures.ts'

const enqueued = event('RUN_ENQUEUED', {})

export const LAUNCH_CASES: readonly StorageCase[] = [
  {
    name: 'a launched run is queued, with its first events and everything its spec says',
    async run(storage) {
      const parent = await launched(storage)
      const spec = runSpec({
        config: { ops: { fetch: { config: { path: 'ü"\\\n', limit: 3, deep: [null, true, { a: 1.5 }] } } } },
        opSelection: 'fetch*',
        tags: { team: 'ops', 'pawl/max_retries': '3' },
        rootRunId: parent.runId,
        parentRunId: parent.runId,
        retryOfRunId: parent.runId,
        retryNumber: 1,
        strategy: 'FROM_FAILURE',
        reexecution: {
          markedDone: [{ stepKey: 'a["]', output: 'result', value: { 'ü\u0000': [null, 1.5] } }],
          withDownstream: true,
        },
        retryPolicy: { maxRetries: 3 },
        notBefore: 1_800_000_000_123,
        priority: -7,
        origin: { kind: 'schedule', name: 'nightly', tick: 1_800_000_000_000 },
        launchedBy: 'somebody',
        partitionKey: '2026-01-01',
        inputsFromRunId: parent.runId,
        idempotencyKey: 'key',
        requestHash: 'hash',
      })
      const [result] = await storage.runs.launchRuns([{ spec, events: [enqueued, enqueued] }])
      const run = await reread(storage, spec.runId)
      expect(result).toEqual({ kind: 'launched', run })
      expect(run).toMatchObject(spec)
      expect(run).toMatchObject({ status: 'QUEUED', epoch: 0, nextSeq: 3, lastBatch: 0, owner: null, endedAt: null })
      expect(await storage.eventLog.listEvents(spec.runId, { limit: 9 })).toEqual([
        { ...enqueued, runId: spec.runId, seq: 1 },
        { ...enqueued, runId: spec.runId, seq: 2 },
      ])
    },
  },
  {
    name: 'the same request with the same idempotency key is one run, whatever run ids it comes with',
    async run({ runs }) {
      const request = { idempotencyKey: 'once', requestHash: 'same' }
      const first = runSpec(request)
      const again = runSpec(request)
      const results = await runs.launchRuns([
        { spec: first, events: [enqueued] },
        { spec: again, events: [enqueued] },
      ])
      expect(results.map(({ kind, run }) => [kind, run.runId])).toEqual([
        ['launched', first.runId],
        ['already-launched', first.runId],
      ])
      expect(await runs.getRun(again.runId)).toBeUndefined()
      expect(await runs.countRuns({})).toBe(1)
    },
  },
  {
    name: 'another request with a used idempotency key is a conflict and launches nothing',
    async run({ runs }) {
      const first = runSpec({ idempotencyKey: 'once', requestHash: 'one' })
      await runs.launchRuns([{ spec: first, events: [enqueued] }])
      const other = runSpec({ idempotencyKey: 'once', requestHash: 'two' })
      const [result] = await runs.launchRuns([{ spec: other, events: [enqueued] }])
      expect(result).toMatchObject({ kind: 'conflict', run: { runId: first.runId } })
      expect(await runs.countRuns({})).toBe(1)
    },
  },
  {
    name: 'a launch repeated with its run id is answered as launched, another run with that id is a conflict',
    async run({ runs }) {
      const spec = runSpec({ tags: { a: '1' } })
      await runs.launchRuns([{ spec, events: [enqueued] }])
      const [again] = await runs.launchRuns([{ spec, events: [enqueued] }])
      const [other] = await runs.launchRuns([{ spec: { ...spec, jobName: 'weekly' }, events: [enqueued] }])
      expect([again?.kind, other?.kind]).toEqual(['already-launched', 'conflict'])
      expect(await runs.getRun(spec.runId)).toMatchObject({ jobName: 'daily', nextSeq: 2 })
    },
  },
  {
    name: 'a run has at most one automatic retry',
    async run(storage) {
      const failed = await launched(storage)
      const retry = await launched(storage, { retryOfRunId: failed.runId, retryNumber: 1, createdAt: 1 })
      const spec = runSpec({ retryOfRunId: failed.runId, retryNumber: 1, createdAt: 2 })
      const [second] = await storage.runs.launchRuns([{ spec, events: [enqueued] }])
      expect(second).toMatchObject({ kind: 'conflict', run: { runId: retry.runId } })
    },
  },
  {
    name: 'what is no run id is refused, and with it the whole launch',
    async run({ runs }) {
      const good = runSpec()
      for (const runId of ['run-1', '', '../../etc/passwd', '00000000-0000-4000-8000-000000000000', good.runId.toUpperCase()]) {
        const launch = runs.launchRuns([
          { spec: good, events: [enqueued] },
          { spec: { ...good, runId, rootRunId: runId }, events: [enqueued] },
        ])
        await expect(launch).rejects.toSatisfy((error) => isFrameworkError(error, 'INVALID_RUN_ID'))
      }
      expect(await runs.countRuns({})).toBe(0)
    },
  },
]
