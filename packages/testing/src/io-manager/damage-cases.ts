import { expect } from 'vitest'
import type { Damage, IOManagerCase } from './io-manager-case.ts'
import { expectLost } from './output-store.ts'

const big = Array.from({ length: 20_000 }, (_, id) => ({ id, delay: id / 7 }))

const VALUES: readonly (readonly [string, () => unknown])[] = [
  ['JSON', () => ({ rows: [1, 2, 3] })],
  ['a rich value', () => new Map([['at', new Date(0)]])],
  ['a text', () => 'a text'],
  ['bytes', () => new Uint8Array([1, 2, 3, 4])],
  ['a large value', () => big],
  ['large bytes', () => new Uint8Array(400_000).fill(9)],
  ['a byte stream', () => ReadableStream.from([Buffer.alloc(400_000, 'x'), Buffer.from('end')])],
]

const damaged = (how: Damage, what: string): IOManagerCase => ({
  name: `what was ${what} is lost, never another value`,
  async run(store) {
    for (const [kind, value] of VALUES) {
      const kept = await store.store(value(), { stepKey: kind })
      await store.damage(kept, how)
      await expectLost(store, kept)
    }
  },
})

export const DAMAGE_CASES: readonly IOManagerCase[] = [
  damaged('remove', 'removed'),
  damaged('truncate', 'torn'),
  damaged('flip', 'altered'),
  damaged('append', 'extended'),
  {
    name: 'damage to one output leaves the others',
    async run(store) {
      const hurt = await store.store('hurt')
      const well = await store.store('well', { output: 'other' })
      await store.damage(hurt, 'flip')
      expect(await store.load(well)).toBe('well')
    },
  },
]
