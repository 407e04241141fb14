import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeJson } from './safe-json.ts'

test('any JSON stays as it is, but for text that no database takes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.stringify(safeJson(value))).toBe(JSON.stringify(value))
    }),
  )
})

test('whatever it is given, what it makes is JSON whose text every database takes', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: false }),
      (value) => {
        const text = JSON.stringify(safeJson(value))
        expect(text.isWellFormed()).toBe(true)
        expect(JSON.stringify(JSON.parse(text))).toBe(text)
      },
    ),
  )
  expect(safeJson({ 'a\u0000': '\ud800' })).toEqual({ 'a\ufffd': '\ufffd' })
})

test('what JSON does not have becomes text, or is left out as JSON.stringify would', () => {
  expect(safeJson({ a: 1n, b: Number.NaN, c: undefined, d: () => 1, e: [undefined, Symbol('x')], f: new Date(0) })).toEqual({
    a: '1',
    b: 'NaN',
    e: [null, null],
    f: '1970-01-01T00:00:00.000Z',
  })
  expect(safeJson(undefined)).toBe(null)
})

test('cycles, depth and getters that throw are named instead of thrown', () => {
  const circle: unknown[] = []
  circle.push(circle, { circle })
  expect(safeJson(circle)).toEqual(['[circular]', { circle: '[circular]' }])
  let deep: unknown = 1
  for (let n = 0; n < 100_000; n++) deep = [deep]
  expect(JSON.stringify(safeJson(deep))).toContain('[nested too deep]')
  const hostile = {
    get bad(): never {
      throw new Error('no')
    },
    fine: 1,
  }
  expect(safeJson(hostile)).toEqual({ bad: '[unreadable]', fine: 1 })
  const proxy = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  expect(safeJson(proxy)).toBe('[unreadable]')
})
