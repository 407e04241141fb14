import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { envReferences, redact, replaceReferences } from './env-reference.ts'
import { type Shape, shapeOf, UNKNOWN_SHAPE } from './schema-shape.ts'

const unknown = (): Shape => UNKNOWN_SHAPE
const namesIn = (config: unknown, shape: () => Shape = unknown): unknown =>
  envReferences(config, shape).map(({ name, path }) => [name, path])

describe('references', () => {
  test('are found at any depth, with their places', () => {
    const config = { url: { env: 'URL' }, keys: ['a', { env: 'KEY' }], deep: { er: { env: 'DEEP' } }, plain: 1 }
    expect(namesIn(config)).toEqual([
      ['URL', ['url']],
      ['KEY', ['keys', 1]],
      ['DEEP', ['deep', 'er']],
    ])
  })

  test('may be the whole config', () => {
    expect(namesIn({ env: 'TOKEN' })).toEqual([['TOKEN', []]])
  })

  test('have exactly one key, and a name', () => {
    for (const config of [{ env: '' }, { env: 5 }, { env: 'A', more: 1 }, { Env: 'A' }, [], null, 'env', { env: { env: 5 } }])
      expect(namesIn(config)).toEqual([])
  })

  test('are none where the schema asks for an object with that key', () => {
    const schema = z.object({ deploy: z.object({ env: z.string() }), token: z.string() })
    const config = { deploy: { env: 'production' }, token: { env: 'TOKEN' } }
    expect(namesIn(config, () => shapeOf(schema))).toEqual([['TOKEN', ['token']]])
    expect(namesIn({ env: 'production' }, () => shapeOf(z.object({ env: z.string() })))).toEqual([])
  })

  test('inside a field that the schema calls env are found again', () => {
    const schema = z.object({ env: z.string() })
    expect(namesIn({ env: { env: 'TOKEN' } }, () => shapeOf(schema))).toEqual([['TOKEN', ['env']]])
  })

  test('do not ask for the shape where nothing looks like one', () => {
    const asked = (): Shape => {
      throw new Error('asked')
    }
    expect(namesIn({ a: [1, { b: 'x' }] }, asked)).toEqual([])
  })
})

test('replacing leaves everything else as it was, and the given config untouched', () => {
  const config = { a: { env: 'A' }, list: [{ env: 'B' }, 2], keep: { date: new Date(0) } }
  const replaced = replaceReferences(config, envReferences(config, unknown), ({ name }) => `<${name}>`)
  expect(replaced).toEqual({ a: '<A>', list: ['<B>', 2], keep: { date: new Date(0) } })
  expect(config.a).toEqual({ env: 'A' })
})

test('a config without references comes back as it is, whatever it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (config) => {
      fc.pre(envReferences(config, unknown).length === 0)
      expect(replaceReferences(config, [], () => 'x')).toBe(config)
    }),
  )
})

test('keys that objects have by nature are copied, not executed', () => {
  const config = JSON.parse('{"__proto__": {"env": "A"}, "b": 1}') as unknown
  const replaced = replaceReferences(config, envReferences(config, unknown), () => 'x')
  expect(Object.getPrototypeOf(replaced)).toBe(Object.prototype)
  expect(JSON.stringify(replaced)).toBe('{"__proto__":"x","b":1}')
})

describe('redact', () => {
  test('no secret of four characters or more is left in any text', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20 }).filter((text) => !'***'.includes(text) && !text.includes('*'))
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, value, after) => {
        expect(redact(`${before}${value}${after}`, [value])).not.toContain(value)
      }),
    )
  })

  test('short ones are taken out where they stand alone', () => {
    expect(redact('must be above 1, not 1 or 10', ['1'])).toBe('must be above ***, not *** or 10')
  })

  test('the longest goes first, so that no rest of it stays', () => {
    expect(redact('key abcd1234 refused', ['abcd', 'abcd1234'])).toBe('key *** refused')
  })

  test('empty ones change nothing, and $& is only text', () => {
    expect(redact('a b', ['', '$&$&'])).toBe('a b')
    expect(redact('x $&$& y', ['$&$&'])).toBe('x *** y')
  })
})
