import { FINISHED_STATUSES, RUN_STATUSES, type RunStatus } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { StorageCase } from './storage-case.ts'
import { append, claim, claimed, event, launched, logged, messagesOf, reread, written } from './storage-fixtures.ts'

export const WRITE_CASES: readonly StorageCase[] = [
  {
    name: 'events are numbered from 1 without gaps, and the answer says where',
    async run(storage) {
      const { runId } = await claimed(storage)
      const first = await written(storage, append(runId, 1, [logged('a'), logged('b')]))
      const second = await written(storage, append(runId, 2, []))
      const third = await written(storage, append(runId, 5, [logged('c')]))
      expect([first, second, third].map(({ firstSeq, nextSeq }) => [firstSeq, nextSeq])).toEqual([
        [2, 4],
        [4, 4],
        [4, 5],
      ])
      expect(first).toMatchObject({ epoch: 1, status: 'STARTING' })
      expect(await messagesOf(storage, runId)).toEqual(['a', 'b', 'c'])
    },
  },
  {
    name: 'a batch that was written before is answered as written and not written again',
    async run(storage) {
      const { runId } = await claimed(storage)
      await written(storage, append(runId, 1, [logged('a')]))
      await written(storage, append(runId, 2, [logged('b')]))
      const results = await storage.runs.write([append(runId, 2, [logged('b')]), append(runId, 1, [logged('a')])])
      expect(results).toEqual([
        { kind: 'already-written', status: 'STARTING' },
        { kind: 'already-written', status: 'STARTING' },
      ])
      expect(await messagesOf(storage, runId)).toEqual(['a', 'b'])
    },
  },
  {
    name: 'the batch that ended a run is answered as written when it is repeated',
    async run(storage) {
      const { runId } = await claimed(storage)
      const last = { ...append(runId, 1, [event('RUN_SUCCESS', {})]), change: { status: 'SUCCESS', endedAt: 5 } } as const
      await written(storage, last)
      expect(await storage.runs.write([last])).toEqual([{ kind: 'already-written', status: 'SUCCESS' }])
    },
  },
  {
    name: 'a writer whose epoch is over writes nothing, and batches count anew in the next epoch',
    async run(storage) {
      const { runId } = await claimed(storage)
      await written(storage, append(runId, 7, [logged('old')]))
      expect(await written(storage, claim(runId, 'supervisor-2'))).toMatchObject({ epoch: 2 })
      expect(await reread(storage, runId)).toMatchObject({ epoch: 2, lastBatch: 0, owner: 'supervisor-2' })
      const results = await storage.runs.write([
        { ...append(runId, 8, [logged('zombie')]), change: { status: 'SUCCESS' } },
        append(runId, 7, [logged('zombie')]),
        append(runId, 1, [logged('zombie')], 3),
        append(runId, 1, [logged('new')], 2),
      ])
      expect(results.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused', 'written'])
      expect(results[0]).toEqual({ kind: 'refused', status: 'STARTING', epoch: 2 })
      expect(await messagesOf(storage, runId)).toEqual(['old', 'new'])
    },
  },
  {
    name: 'a fenced writer is never told that its batch was written, however far the next epoch has come',
    async run(storage) {
      const { runId } = await claimed(storage)
      await written(storage, claim(runId, 'supervisor-2'))
      await written(storage, append(runId, 9, [], 2))
      expect(await storage.runs.write([append(runId, 3, [logged('zombie')])])).toMatchObject([{ kind: 'refused', epoch: 2 }])
    },
  },
  {
    name: 'a refused write leaves nothing behind and does not disturb the others of its transaction',
    async run(storage) {
      const [one, two] = [await claimed(storage), await claimed(storage)]
      const step = { status: 'STARTED', attempts: 1, endedAt: null, retryAt: null, codeVersion: null, configHash: null } as const
      const results = await storage.runs.write([
        append(one.runId, 1, [logged('one')]),
        {
          ...append(two.runId, 1, [logged('no')], 9),
          change: { tags: { no: 'no' } },
          steps: [{ ...step, stepKey: 'no', startedAt: 1, planOrder: 0 }],
          plan: { hash: 'no', snapshot: {} },
          also: () => ({ events: [logged('no')] }),
        },
        append(two.runId, 1, [logged('two')]),
      ])
      expect(results.map(({ kind }) => kind)).toEqual(['written', 'refused', 'written'])
      expect([await messagesOf(storage, one.runId), await messagesOf(storage, two.runId)]).toEqual([['one'], ['two']])
      expect(await storage.runs.listSteps(two.runId, { limit: 9 })).toEqual([])
      expect(await storage.runs.getPlan('no')).toBeUndefined()
      expect((await reread(storage, two.runId)).tags).toEqual({})
    },
  },
  {
    name: 'a write to a run that is not there is refused with no status',
    async run({ runs }) {
      const missing = '01900000-0000-7000-8000-000000000000'
      expect(await runs.write([append(missing, 1, []), claim(missing)])).toEqual([
        { kind: 'refused', status: null, epoch: null },
        { kind: 'refused', status: null, epoch: null },
      ])
    },
  },
  {
    name: 'a status guard holds in the statuses it names, and for the epoch it names',
    async run(storage) {
      const { runId } = await launched(storage)
      const cancel = (statuses: readonly RunStatus[], epoch?: number) =>
        storage.runs.write([
          {
            runId,
            guard: { kind: 'status', statuses, ...(epoch === undefined ? {} : { epoch }) },
            events: [event('RUN_CANCELING', { cause: 'user' })],
            change: { status: 'CANCELING', cancelCause: 'user' },
          },
        ])
      expect(await cancel(['STARTING', 'STARTED'])).toEqual([{ kind: 'refused', status: 'QUEUED', epoch: 0 }])
      expect(await cancel([])).toEqual([{ kind: 'refused', status: 'QUEUED', epoch: 0 }])
      await written(storage, claim(runId))
      expect(await cancel(['STARTING', 'STARTED'], 0)).toEqual([{ kind: 'refused', status: 'STARTING', epoch: 1 }])
      expect(await cancel(['STARTED', 'STARTING'], 1)).toMatchObject([{ kind: 'written', status: 'CANCELING' }])
      expect(await reread(storage, runId)).toMatchObject({ status: 'CANCELING', cancelCause: 'user', nextSeq: 3 })
    },
  },
  {
    name: 'of two claims of one queued run one finds it taken',
    async run(storage) {
      const { runId } = await launched(storage)
      const guard = { kind: 'status', statuses: ['QUEUED'] } as const
      const results = await Promise.all(
        ['a', 'b'].map((owner) => storage.runs.write([{ ...claim(runId, owner), guard }]).then(([result]) => result?.kind)),
      )
      expect(results.sort()).toEqual(['refused', 'written'])
    },
  },
  {
    name: 'a final status never changes, whatever is tried',
    async run(storage) {
      for (const status of FINISHED_STATUSES) {
        const { runId } = await claimed(storage)
        await written(storage, { ...append(runId, 1, [logged('end')]), change: { status, endedAt: 9 } })
        const ended = await reread(storage, runId)
        const results = await storage.runs.write([
          { ...append(runId, 2, [logged('no')]), change: { status: 'STARTED' } },
          { runId, guard: { kind: 'status', statuses: RUN_STATUSES }, events: [logged('no')], change: { status: 'QUEUED' } },
          { runId, guard: { kind: 'status', statuses: [status], epoch: 1 }, events: [], change: { raiseEpoch: true } },
        ])
        expect(results).toEqual(results.map(() => ({ kind: 'refused', status, epoch: 1 })))
        expect(await reread(storage, runId)).toEqual(ended)
      }
    },
  },
  {
    name: 'a change touches what it names and nothing else; tags are laid over those there are',
    async run(storage) {
      const { runId } = await claimed(storage, { tags: { a: '1', b: '2' } })
      const before = await reread(storage, runId)
      const change = {
        status: 'STARTED',
        generation: 'g1',
        planHash: 'p1',
        startedAt: 7,
        tags: { b: 'new', 'c"\'': 'ü' },
      } as const
      await written(storage, { ...append(runId, 1, []), change })
      const tags = { a: '1', b: 'new', 'c"\'': 'ü' }
      expect(await reread(storage, runId)).toEqual({ ...before, ...change, tags, lastBatch: 1 })
      expect(await storage.runs.countRuns({ tags: [{ key: 'b', value: '2' }] })).toBe(0)
      expect(await storage.runs.countRuns({ tags: [{ key: 'c"\'', value: 'ü' }] })).toBe(1)
      await written(storage, { ...append(runId, 2, []), change: { owner: null } })
      expect(await reread(storage, runId)).toMatchObject({ owner: null, status: 'STARTED', generation: 'g1' })
    },
  },
  {
    name: 'a plan is kept once for each hash',
    async run(storage) {
      const { runId } = await claimed(storage)
      const plan = { hash: 'h', snapshot: { steps: [{ key: 'a' }], version: 1 } }
      await written(storage, { ...append(runId, 1, []), plan })
      await written(storage, { ...append(runId, 2, []), plan: { hash: 'h', snapshot: {} } })
      expect(await storage.runs.getPlan('h')).toEqual(plan)
      expect(await storage.runs.getPlan('other')).toBeUndefined()
    },
  },
]
