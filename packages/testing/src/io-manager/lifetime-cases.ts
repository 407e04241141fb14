import { expect } from 'vitest'
import type { IOManagerCase } from './io-manager-case.ts'
import { expectLost, type Kept } from './output-store.ts'

const abortedSignal = (): AbortSignal => AbortSignal.abort(new Error('the run was canceled'))

export const LIFETIME_CASES: readonly IOManagerCase[] = [
  {
    name: 'an aborted signal stops storing and loading with its reason',
    async run(store) {
      const kept = await store.store('stored before')
      await expect(store.store('x', { output: 'other', signal: abortedSignal() })).rejects.toThrow('the run was canceled')
      await expect(store.load(kept, abortedSignal())).rejects.toThrow('the run was canceled')
      expect(await store.load(kept)).toBe('stored before')
    },
  },
  {
    name: 'an abort in the middle of a stream ends the wait for a chunk that never comes',
    async run(store) {
      const controller = new AbortController()
      async function* hanging(): AsyncGenerator<Buffer> {
        yield Buffer.alloc(100_000)
        setImmediate(() => controller.abort(new Error('time is up')))
        await new Promise(() => undefined)
      }
      await expect(store.store(hanging(), { signal: controller.signal })).rejects.toThrow('time is up')
      expect(await store.load(await store.store('next attempt', { attempt: 2 }))).toBe('next attempt')
    },
  },
  {
    name: 'an abort leaves nothing behind, neither finished nor half',
    async run(store) {
      await store.store('something')
      const before = await store.list()
      const controller = new AbortController()
      async function* endless(): AsyncGenerator<Buffer> {
        for (let chunk = 0; ; chunk++) {
          if (chunk === 50) controller.abort(new Error('time is up'))
          yield Buffer.alloc(100_000)
        }
      }
      await expect(store.store(endless(), { output: 'other', signal: controller.signal })).rejects.toThrow('time is up')
      await expect(store.store('x', { output: 'other', signal: abortedSignal() })).rejects.toThrow('canceled')
      expect(await store.list()).toEqual(before)
    },
  },
  {
    name: 'finished writes leave one thing each',
    async run(store) {
      const values = ['text', { a: 1 }, new Date(0), Buffer.alloc(400_000), new Blob(['streamed']).stream()]
      for (const [index, value] of values.entries()) await store.store(value, { stepKey: `step_${index}` })
      expect(await store.list()).toHaveLength(values.length)
    },
  },
  {
    name: 'hasOutputs answers for thousands, each in its place',
    async run(store) {
      const kept: Kept[] = []
      while (kept.length < 1000) {
        const some = Array.from({ length: 50 }, (_, n) => store.store(n, { stepKey: `op[${kept.length + n}]` }))
        kept.push(...(await Promise.all(some)))
      }
      const gone = new Set([0, 17, 500, 999])
      for (const n of gone) await store.delete(kept[n] as Kept)
      const expected = [...kept, ...kept].map((_, n) => (gone.has(n % 1000) ? 'missing' : 'present'))
      expect(await store.presences([...kept, ...kept])).toEqual(expected)
      expect(await store.presences([])).toEqual([])
    },
  },
  {
    name: 'hasOutputs sees what is missing and what changed its size',
    async run(store) {
      const kept = await Promise.all(['a', 'b', 'c'].map((output) => store.store('some text', { output })))
      await store.damage(kept[0] as Kept, 'remove')
      await store.damage(kept[1] as Kept, 'truncate')
      expect(await store.presences(kept)).toEqual(['missing', 'changed', 'present'])
    },
  },
  {
    name: 'a deleted output is lost, deleting it again is fine, and its neighbours stay',
    async run(store) {
      const item = await store.store('item', { mappingKey: 'a' })
      const neighbours = [
        await store.store('whole'),
        await store.store('second', { attempt: 2 }),
        await store.store('b', { mappingKey: 'b' }),
      ]
      await store.delete(item)
      await store.delete(item)
      await expectLost(store, item)
      expect(await Promise.all(neighbours.map((one) => store.load(one)))).toEqual(['whole', 'second', 'b'])
    },
  },
  {
    name: 'what was deleted can be stored again',
    async run(store) {
      await store.delete(await store.store('old'))
      expect(await store.load(await store.store('new'))).toBe('new')
    },
  },
]
