import { isFrameworkError } from '@pawl/core/plugin'
import { expect } from 'vitest'
import type { IOManagerCase } from './io-manager-case.ts'
import type { OutputStore } from './output-store.ts'

const cycle: Record<string, unknown> = { name: 'loop' }
cycle['self'] = cycle

const PLAIN: readonly unknown[] = [
  ...[null, true, 0, -1.5, 1e308, '', 'text', [], {}],
  { rows: [{ code: 'LAX', delays: [1, 2, null] }], nested: { deep: { deeper: [[[]]] } } },
  JSON.parse('{"__proto__": 1, "constructor": 2, "": 3}'),
]
const RICH: readonly unknown[] = [
  ...[undefined, -0, Number.NaN, Number.NEGATIVE_INFINITY, 2n ** 70n, new Date(86_400_000), /a\/b/gi],
  {
    left: undefined,
    at: new Date(0),
    tags: new Set(['a', 1n]),
    byCode: new Map<unknown, unknown>([
      ['LAX', [1]],
      [{ a: 1 }, -0],
    ]),
  },
  [cycle, cycle],
  Object.assign([], { 0: 'first', 5: 'sixth' }),
  { weights: new Float64Array([0.5, -0]), raw: new Uint8Array([0, 255]), buffer: new Uint8Array([1, 2]).buffer },
]
const TEXTS = ['one\r\ntwo\n', '\ufeffmarked', 'ß 漢 😀 \u2028 \0', 'lone \ud800 surrogate', '{"looks": "like JSON"}', ' ']

async function expectToComeBack(store: OutputStore, values: readonly unknown[]): Promise<void> {
  for (const [index, value] of values.entries()) {
    const loaded = await store.load(await store.store(value, { stepKey: `value_${index}` }))
    expect(loaded).toStrictEqual(value)
  }
}

async function refusal(store: OutputStore, value: unknown): Promise<unknown> {
  const error: unknown = await store.store(value).then(
    () => 'stored',
    (thrown) => thrown,
  )
  return isFrameworkError(error, 'OUTPUT_NOT_SERIALISABLE') ? error.message : error
}

export const VALUE_CASES: readonly IOManagerCase[] = [
  { name: 'plain data comes back as it was', run: (store) => expectToComeBack(store, PLAIN) },
  {
    name: 'dates, maps, sets, big integers, cycles and undefined come back as they were',
    run: (store) => expectToComeBack(store, RICH),
  },
  { name: 'texts come back to the letter', run: (store) => expectToComeBack(store, TEXTS) },
  {
    name: 'bytes come back as a Uint8Array, whichever kind they were stored as',
    async run(store) {
      const pooled = Buffer.from('small Buffers lie in a pool')
      for (const [index, bytes] of [
        new Uint8Array(),
        new Uint8Array([0, 255, 10]),
        pooled,
        new Uint8Array(300_000).fill(7),
      ].entries()) {
        const loaded = await store.load(await store.store(bytes, { stepKey: `bytes_${index}` }))
        expect(Object.getPrototypeOf(loaded)).toBe(Uint8Array.prototype)
        expect(Buffer.from(loaded as Uint8Array).equals(bytes)).toBe(true)
      }
    },
  },
  {
    name: 'large values come back as they were',
    async run(store) {
      const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, origin: 'LAX', delay: id / 7, note: 'ß' }))
      const values = [rows, rows.map((row) => ({ ...row, at: new Date(row.id) })), JSON.stringify(rows)]
      await expectToComeBack(store, values)
    },
  },
  {
    name: 'what cannot be stored is refused with the path of the culprit, and nothing is stored',
    async run(store) {
      class Plane {}
      expect(await refusal(store, { rows: [0, 1, 2, { callback: () => 1 }] })).toContain('$.rows[3].callback is a function')
      expect(await refusal(store, Symbol('s'))).toContain('$ is a symbol')
      expect(await refusal(store, [new Date(0), new Plane()])).toContain('$[1] is an instance of Plane')
      expect(await refusal(store, { total: Promise.resolve(1) })).toContain('$.total is a promise that nothing awaited')
      expect(await refusal(store, new Map([['a', [Symbol('s')]]]))).toContain('$.get("a")[0] is a symbol')
      expect(await store.load(await store.store('in its place'))).toBe('in its place')
    },
  },
  {
    name: 'every load gives a copy that nobody else sees',
    async run(store) {
      const original = { rows: [1, 2], at: new Date(0) }
      const kept = await store.store(original)
      original.rows.push(3)
      const first = (await store.load(kept)) as typeof original
      first.rows.length = 0
      first.at.setTime(1)
      expect(await store.load(kept)).toEqual({ rows: [1, 2], at: new Date(0) })
      const bytes = await store.store(Buffer.from('abc'), { stepKey: 'bytes' })
      ;((await store.load(bytes)) as Uint8Array).fill(0)
      expect(await store.load(bytes)).toEqual(new Uint8Array([97, 98, 99]))
    },
  },
  {
    name: 'the record of an output tells its place, and size and hash where it has them',
    async run(store) {
      const { stored } = await store.store('ß')
      expect(stored.location).not.toBe('')
      if (stored.codec !== 'text') return
      expect(stored.sizeBytes).toBe(2)
      expect(stored.sha256).toBe('cd3a7e92a9114307055e4a0583acd6549ec3bb6d7c10ecc6ce11ae3d76b3d7db')
    },
  },
]
