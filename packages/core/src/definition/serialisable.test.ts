import { expect, test } from 'vitest'
import { DEEPEST_NESTING, findUnserialisable } from './serialisable.ts'

class Plane {
  readonly code = 'A320'
}
const nested = (depth: number): unknown => {
  let value: unknown = 'end'
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

test.each<[string, unknown, string, string]>([
  ['a function in a record of a list', { rows: [1, 2, 3, { callback: () => 1 }] }, '$.rows[3].callback', 'a function'],
  ['a symbol', Symbol('x'), '$', 'a symbol'],
  ['a class instance', { 'my plane': new Plane() }, '$["my plane"]', 'an instance of Plane'],
  ['an error', [new RangeError('no')], '$[0]', 'an instance of RangeError'],
  ['a URL', { link: new URL('http://localhost/') }, '$.link', 'an instance of URL'],
  ['a forgotten await', { total: Promise.resolve(1) }, '$.total', 'a promise that nothing awaited'],
  ['a value of a Map', { byCode: new Map([['LAX', [() => 1]]]) }, '$.byCode.get("LAX")[0]', 'a function'],
  ['a key of a Map', new Map([[{ f: () => 1 }, 1]]), '$', 'a Map with a key that holds a function'],
  ['a member of a Set', new Set([1, new Set([Symbol('x')])]), '$.values()[1].values()[0]', 'a symbol'],
  ['a weak collection', [new WeakMap()], '$[0]', 'an instance of WeakMap'],
  ['a symbol as member name', { a: { [Symbol('hidden')]: 1 } }, '$.a', 'an object with a symbol as a member name'],
  ['shared memory', new Uint8Array(new SharedArrayBuffer(8)), '$', 'a view of shared memory'],
  [
    'a stream inside a value',
    { body: new ReadableStream() },
    '$.body',
    'a stream inside a value; only a whole output can be one',
  ],
  ['a value past holes', Object.assign([], { 4000000000: () => 1 }), '$[4000000000]', 'a function'],
])('%s is named by its path', (_what, value, path, what) => {
  expect(findUnserialisable(value)).toEqual({ path, what })
})

test('plain data of every kind can be stored, cycles and shared parts too', () => {
  const cycle: Record<string, unknown> = { when: new Date(0), pattern: /x/g, none: undefined, big: 1n, nan: Number.NaN }
  Object.assign(cycle, {
    self: cycle,
    map: new Map<unknown, unknown>([[cycle, new Set([cycle])]]),
    bytes: Buffer.from('x'),
    bare: Object.create(null),
  })
  expect(findUnserialisable([cycle, cycle, new Float64Array(2), new DataView(new ArrayBuffer(2)), Object(1n)])).toBeUndefined()
})

test('nesting is followed to its limit and refused beyond it, with the path of the place', () => {
  expect(findUnserialisable(nested(DEEPEST_NESTING))).toBeUndefined()
  expect(findUnserialisable(nested(100_000))).toEqual({
    path: `$${'[0]'.repeat(DEEPEST_NESTING)}`,
    what: `nested more than ${DEEPEST_NESTING} levels deep`,
  })
})

test('what several places share is looked at once', () => {
  let value: unknown = ['leaf']
  for (let level = 0; level < 200; level++) value = [value, value]
  expect(findUnserialisable(value)).toBeUndefined()
})
