import type { OutputRecord, RunEvent, StepRecord, StoredOutput } from '@pawl/core/plugin'
import { recordChanges } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { append, claimed, event, written } from './storage-fixtures.ts'

const step = (stepKey: string, planOrder: number, changes: Partial<StepRecord> = {}): StepRecord => ({
  stepKey,
  status: 'SUCCESS',
  attempts: 1,
  startedAt: 1,
  endedAt: 2,
  retryAt: null,
  codeVersion: null,
  configHash: null,
  planOrder,
  ...changes,
})

const storedAt = (location: string): StoredOutput => ({
  location,
  ioManager: 'fs',
  hostId: 'host',
  originRunId: '01900000-0000-7000-8000-000000000000',
  originAttempt: 1,
  metadata: { rows: { kind: 'number', value: 3 } },
})

const output = (stepKey: string, name: string, mappingKey: string | null = null): OutputRecord => ({
  stepKey,
  output: name,
  mappingKey,
  originRunId: '01900000-0000-7000-8000-000000000000',
  assetKey: name === 'asset' ? 'sales' : null,
  partitionKey: name === 'asset' ? '2026' : null,
  stored: storedAt(`${stepKey}/${name}/${mappingKey}`),
})

/** Reads pages of two until one is short. */
async function allPages<Row>(readAfter: (last: Row | undefined) => Promise<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const page = await readAfter(rows.at(-1))
    rows.push(...page)
    expect(rows.length, 'rows in all pages together').toBeLessThan(100)
    if (page.length < 2) return rows
  }
}

async function logSteps(storage: StorageUnderTest, runId: string, batches: readonly (readonly RunEvent[])[]): Promise<void> {
  const records = new Map<string, StepRecord>()
  for (const [index, events] of batches.entries()) {
    const changes = recordChanges(runId, events, (key) => records.get(key))
    for (const record of changes.steps) records.set(record.stepKey, record)
    await written(storage, { ...append(runId, index + 1, events), ...changes })
  }
}

export const RECORD_CASES: readonly StorageCase[] = [
  {
    name: 'steps are replaced by their key and listed in the order of the plan, page by page',
    async run(storage) {
      const { runId } = await claimed(storage)
      const steps = [step('report', 3), step('split[b]', 2), step('split[a]', 2), step('clean', 1), step('fetch', 0)]
      const started = { status: 'STARTED', endedAt: null } as const
      await written(storage, { ...append(runId, 1, []), steps: [step('fetch', 0, started), step('clean', 1, started)] })
      await written(storage, { ...append(runId, 2, []), steps })
      const inOrder = ['fetch', 'clean', 'split[a]', 'split[b]', 'report'].map((key) =>
        steps.find(({ stepKey }) => stepKey === key),
      )
      const paged = await allPages<StepRecord>((after) =>
        storage.runs.listSteps(runId, { limit: 2, ...(after === undefined ? {} : { after }) }),
      )
      expect(paged).toEqual(inOrder)
      expect(await storage.runs.listSteps(runId, { stepKeys: ['split[b]', 'fetch', 'none'], limit: 9 })).toEqual([
        inOrder[0],
        inOrder[3],
      ])
      expect(await storage.runs.listSteps(runId, { stepKeys: [], limit: 9 })).toEqual([])
    },
  },
  {
    name: 'steps are counted by status',
    async run(storage) {
      const { runId } = await claimed(storage)
      const retrying = step('c', 2, { status: 'UP_FOR_RETRY', retryAt: 9 })
      await written(storage, { ...append(runId, 1, []), steps: [step('a', 0), step('b', 1), retrying] })
      expect(await storage.runs.countSteps(runId)).toMatchObject({ SUCCESS: 2, UP_FOR_RETRY: 1 })
      expect(await storage.runs.countSteps((await claimed(storage)).runId)).toEqual({})
    },
  },
  {
    name: 'outputs are replaced by their name and mapping key, and listed by step, page by page',
    async run(storage) {
      const { runId } = await claimed(storage)
      const outputs = [output('b', 'result'), output('a', 'items', 'y'), output('a', 'items', 'x'), output('a', 'asset')]
      const newer = { ...output('b', 'result'), stored: storedAt('newer') }
      await written(storage, { ...append(runId, 1, []), outputs })
      await written(storage, { ...append(runId, 2, []), outputs: [newer] })
      const inOrder = [outputs[3], outputs[2], outputs[1], newer]
      const paged = await allPages<OutputRecord>((after) =>
        storage.runs.listOutputs(runId, { limit: 2, ...(after === undefined ? {} : { after }) }),
      )
      expect(paged).toEqual(inOrder)
      expect(await storage.runs.listOutputs(runId, { stepKeys: ['b', 'c'], limit: 9 })).toEqual([newer])
      expect(await storage.runs.listOutputs(runId, { stepKeys: [], limit: 9 })).toEqual([])
    },
  },
  {
    name: 'a step that starts anew forgets what its earlier attempt had handled',
    async run(storage) {
      const { runId } = await claimed(storage)
      await written(storage, { ...append(runId, 1, []), outputs: [output('a', 'items', 'x'), output('b', 'result')] })
      await written(storage, { ...append(runId, 2, []), restarted: ['a'], outputs: [output('a', 'items', 'y')] })
      expect(await storage.runs.listOutputs(runId, { limit: 9 })).toEqual([output('a', 'items', 'y'), output('b', 'result')])
    },
  },
  {
    name: 'the attempts before the newest one are listed by step and attempt',
    async run(storage) {
      const { runId } = await claimed(storage)
      const error = { name: 'Error', message: 'flaky' }
      const failed = (stepKey: string, attempt: number, startedAt: number): RunEvent =>
        event(
          'STEP_UP_FOR_RETRY',
          { startedAt, error, reason: 'policy', retryAt: startedAt + 20, delaySeconds: 0.01 },
          { stepKey, attempt, at: startedAt + 10 },
        )
      const start = (stepKey: string, attempt: number, at: number): RunEvent =>
        event(attempt === 1 ? 'STEP_START' : 'STEP_RESTARTED', { planOrder: 0 }, { stepKey, attempt, at })
      await logSteps(storage, runId, [
        [start('b', 1, 100), start('a', 1, 100), start('c', 1, 100)],
        [failed('b', 1, 100), failed('a', 1, 100)],
        [start('b', 2, 120), start('a', 2, 120)],
        [failed('b', 2, 120)],
        [start('b', 3, 140), failed('b', 3, 140)],
      ])
      expect(await storage.runs.listEarlierAttempts(runId)).toEqual([
        { stepKey: 'a', attempt: 1, startedAt: 100, endedAt: 110 },
        { stepKey: 'b', attempt: 1, startedAt: 100, endedAt: 110 },
        { stepKey: 'b', attempt: 2, startedAt: 120, endedAt: 130 },
      ])
    },
  },
]
