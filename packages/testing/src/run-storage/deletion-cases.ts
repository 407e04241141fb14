import type { OutputRecord, Run, RunSpec, RunStatus } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase, StorageUnderTest } from './storage-case.ts'
import { append, claimed, event, launched, logged, written } from './storage-fixtures.ts'

const END = {
  FAILURE: event('RUN_FAILURE', { reason: 'STEP_FAILURE', message: 'no luck' }),
  CANCELED: event('RUN_CANCELED', { message: '' }),
}

const outputOf = (originRunId: string, stepKey: string, more: Partial<OutputRecord> = {}): OutputRecord => ({
  ...{ stepKey, output: 'result', mappingKey: null, originRunId, assetKey: null, partitionKey: null },
  stored: { location: `/${originRunId}/${stepKey}`, ioManager: 'fs', hostId: 'h', originRunId, originAttempt: 1 },
  ...more,
})

/** A run that has ended with these outputs on record. */
async function ended(
  storage: StorageUnderTest,
  outputs: (runId: string) => readonly OutputRecord[],
  { status = 'FAILURE', ...changes }: Partial<RunSpec> & { readonly status?: RunStatus & keyof typeof END } = {},
): Promise<Run> {
  const run = await claimed(storage, changes)
  const { runId } = run
  const guard = { kind: 'status', statuses: ['STARTING'] } as const
  await written(storage, {
    runId,
    guard,
    events: [logged('hello'), END[status]],
    change: { status, endedAt: 5 },
    outputs: outputs(runId),
  })
  return run
}

const own =
  (...stepKeys: string[]) =>
  (runId: string): readonly OutputRecord[] =>
    stepKeys.map((stepKey) => outputOf(runId, stepKey))

const keysOf = (outputs: readonly OutputRecord[]): readonly string[] => outputs.map(({ stepKey }) => stepKey).toSorted()

export const DELETION_CASES: readonly StorageCase[] = [
  {
    name: 'a run that has ended goes with its tags, events, steps and outputs, and nothing of others goes',
    async run(storage) {
      const { runs, eventLog, deletion } = storage
      const [gone, other] = [await ended(storage, own('a', 'b'), { tags: { colour: 'red' } }), await ended(storage, own('a'))]
      const deleted = await deletion.deleteRun(gone.runId)
      expect(deleted).toMatchObject({ kind: 'deleted', run: { runId: gone.runId, status: 'FAILURE' }, keptOutputs: 0 })
      expect(deleted.kind === 'deleted' && deleted.unused).toEqual([outputOf(gone.runId, 'a'), outputOf(gone.runId, 'b')])
      expect(await runs.getRun(gone.runId)).toBeUndefined()
      expect(await eventLog.listEvents(gone.runId, { limit: 9 })).toEqual([])
      expect(await runs.listOutputs(gone.runId, { limit: 9 })).toEqual([])
      expect(await runs.countRuns({ tags: [{ key: 'colour', value: 'red' }] })).toBe(0)
      expect(await runs.getRun(other.runId)).toBeDefined()
      expect(await eventLog.listEvents(other.runId, { limit: 9 })).toHaveLength(3)
      expect(await runs.listOutputs(other.runId, { limit: 9 })).toHaveLength(1)
      expect(await deletion.deleteRun(gone.runId)).toEqual({ kind: 'unknown' })
    },
  },
  {
    name: 'a run that has not ended is not deleted, whatever it is at',
    async run(storage) {
      const [queued, starting] = [await launched(storage), await claimed(storage)]
      for (const { runId } of [queued, starting]) {
        expect(await storage.deletion.deleteRun(runId)).toMatchObject({ kind: 'unfinished', run: { runId } })
        expect(await storage.runs.getRun(runId)).toBeDefined()
      }
    },
  },
  {
    name: 'a run is kept while one that was not planned yet may go back to it, through others of its group too, or one takes inputs from it',
    async run(storage) {
      const grandchild = async (runId: string) => {
        const child = await ended(storage, own('a'), { parentRunId: runId, rootRunId: runId })
        return launched(storage, { parentRunId: child.runId, rootRunId: runId })
      }
      const references: readonly ((runId: string) => Promise<Run>)[] = [
        (runId) => launched(storage, { parentRunId: runId, rootRunId: runId }),
        (runId) => launched(storage, { inputsFromRunId: runId }),
        grandchild,
      ]
      for (const reference of references) {
        const { runId } = await ended(storage, own('a'))
        const by = await reference(runId)
        expect(await storage.deletion.deleteRun(runId)).toMatchObject({ kind: 'needed', by: by.runId })
        expect(await storage.runs.getRun(runId)).toBeDefined()
      }
    },
  },
  {
    name: 'a run that has come to its plan has what it needs of its group, but still takes its inputs from where it does',
    async run(storage) {
      const plan = { hash: 'hash', snapshot: {} }
      const planned = async (changes: Partial<RunSpec>): Promise<void> => {
        const { runId } = await claimed(storage, changes)
        await written(storage, { ...append(runId, 1, []), change: { status: 'STARTED', planHash: plan.hash }, plan })
      }
      const [parent, source] = [await ended(storage, own('a')), await ended(storage, own('a'))]
      await planned({ parentRunId: parent.runId, rootRunId: parent.runId })
      await planned({ inputsFromRunId: source.runId })
      expect(await storage.deletion.deleteRun(parent.runId)).toMatchObject({ kind: 'deleted' })
      expect(await storage.deletion.deleteRun(source.runId)).toMatchObject({ kind: 'needed' })
    },
  },
  {
    name: 'outputs that another run reuses are not given to be deleted, and go with the last run that holds them',
    async run(storage) {
      const { deletion } = storage
      const first = await ended(storage, (runId) => [...own('a', 'b')(runId), outputOf(runId, 'c', { mappingKey: 'k' })])
      const { runId: origin } = first
      const taken = (runId: string): readonly OutputRecord[] => [
        outputOf(origin, 'a'),
        outputOf(origin, 'c', { mappingKey: 'k' }),
        outputOf(runId, 'd'),
      ]
      const second = await ended(storage, taken, { parentRunId: origin, rootRunId: origin })
      const third = await ended(storage, () => [outputOf(origin, 'a'), outputOf(second.runId, 'd')], {
        parentRunId: second.runId,
      })
      const of = async (runId: string) => {
        const deleted = await deletion.deleteRun(runId)
        return deleted.kind === 'deleted' && [keysOf(deleted.unused), deleted.keptOutputs]
      }
      expect(await of(origin)).toEqual([['b'], 2])
      // The run that made "c" is gone, and this one is the last that has it.
      expect(await of(second.runId)).toEqual([['c'], 1])
      expect(await of(third.runId)).toEqual([['a', 'd'], 0])
    },
  },
  {
    name: 'outputs of a run that is still there stay when a run that has reused them goes',
    async run(storage) {
      const first = await ended(storage, own('a'))
      const second = await ended(storage, (runId) => [outputOf(first.runId, 'a'), outputOf(runId, 'b')])
      const deleted = await storage.deletion.deleteRun(second.runId)
      expect(deleted.kind === 'deleted' && keysOf(deleted.unused)).toEqual(['b'])
    },
  },
  {
    name: 'the automatic retry of a deleted run stays, and still says of which run it is one',
    async run(storage) {
      const first = await ended(storage, own('a'))
      const retry = await ended(storage, own('a'), { retryOfRunId: first.runId, rootRunId: first.runId })
      expect(await storage.deletion.deleteRun(first.runId)).toMatchObject({ kind: 'deleted' })
      expect(await storage.runs.getRun(retry.runId)).toMatchObject({ retryOfRunId: first.runId, rootRunId: first.runId })
      expect(await storage.runs.countRuns({ rootRunId: first.runId })).toBe(1)
    },
  },
]
