import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type } from '../definition/schema.ts'
import { describeShape } from './describe-shape.ts'
import { acceptsTypeOf, choicesOf, knownKeys, shapeAt, shapeOf, UNKNOWN_SHAPE } from './schema-shape.ts'

const Kind = z.discriminatedUnion('type', [
  z.object({ type: z.literal('file'), path: z.string() }),
  z.object({ type: z.literal('http'), url: z.url(), retries: z.int().min(0).max(5) }),
])

interface Tree {
  readonly name: string
  readonly children: readonly Tree[]
}
const TreeSchema: z.ZodType<Tree, Tree> = z.object({ name: z.string(), children: z.lazy(() => z.array(TreeSchema)) })

describe('the words for what may stand somewhere', () => {
  test.each([
    [z.string(), 'a string'],
    [z.int(), 'a whole number'],
    [z.int().positive(), 'a whole number above 0'],
    [z.number().min(1).max(5), 'a number from 1 and up to 5'],
    [z.boolean(), 'true or false'],
    [z.array(z.string()), 'a list of strings'],
    [z.array(z.object({})), 'a list of objects'],
    [z.array(z.union([z.string(), z.number()])), 'a list'],
    [z.tuple([z.string(), z.number()]), 'a list of strings'],
    [z.object({}), 'an object'],
    [z.record(z.string(), z.number()), 'an object'],
    [z.enum(['a', 'b', 'c']), '"a", "b" or "c"'],
    [z.literal(5), '5'],
    [z.string().nullable(), 'a string or null'],
    [z.union([z.string(), z.number()]), 'a string or a number'],
    [z.url(), 'a string (uri)'],
    [z.coerce.date(), null],
    [z.unknown(), null],
    [type<string>(), null],
    [z.enum(Array.from({ length: 20 }, (_, index) => `v${index}`)), expect.stringMatching(/^"v0", .*"v11" or one of 8 more$/)],
  ])('%#', (schema, expected) => {
    expect(describeShape(shapeOf(schema))).toEqual(expected)
  })
})

describe('places inside a schema', () => {
  test('are reached through objects, records, lists, tuples and unions', () => {
    const schema = z.object({
      source: Kind,
      list: z.array(z.object({ n: z.number() })),
      pair: z.tuple([z.string(), z.boolean()]),
      by: z.record(z.string(), z.int()),
    })
    const at = (...path: (string | number)[]): string | null => describeShape(shapeAt(shapeOf(schema), path))
    expect(at('source', 'type')).toBe('"file" or "http"')
    expect(at('source', 'path')).toBe('a string')
    expect(at('list', 7, 'n')).toBe('a number')
    expect(at('pair', 1)).toBe('true or false')
    expect(at('by', 'any')).toBe('a whole number')
    expect(at('nowhere', 'else')).toBeNull()
  })

  test('are reached in a schema that holds itself', () => {
    const path = Array.from({ length: 6 }, () => ['children', 0]).flat()
    expect(describeShape(shapeAt(shapeOf(TreeSchema), [...path, 'name']))).toBe('a string')
  })

  test('are not made up from what every object has', () => {
    expect(shapeAt(shapeOf(z.object({ a: z.string() })), ['constructor']).alternatives).toEqual([])
  })
})

describe('known keys', () => {
  const closed = (schema: z.ZodType): unknown => knownKeys(shapeOf(schema))

  test('are closed for plain and strict objects, open for loose ones, catch-alls and records', () => {
    expect(closed(z.object({ a: z.string() }))).toEqual({ keys: ['a'], closed: true })
    expect(closed(z.strictObject({ a: z.string() }))).toEqual({ keys: ['a'], closed: true })
    expect(closed(z.looseObject({ a: z.string() }))).toEqual({ keys: ['a'], closed: false })
    expect(closed(z.object({ a: z.string() }).catchall(z.number()))).toEqual({ keys: ['a'], closed: false })
    expect(closed(z.record(z.string(), z.number()))).toEqual({ keys: [], closed: false })
    expect(knownKeys(UNKNOWN_SHAPE)).toEqual({ keys: [], closed: false })
  })

  test('of a union or an intersection are those of all its parts', () => {
    expect(closed(Kind)).toEqual({ keys: ['type', 'path', 'url', 'retries'], closed: true })
    expect(closed(z.object({ a: z.string() }).and(z.object({ b: z.string() })))).toEqual({ keys: ['a', 'b'], closed: true })
    expect(closed(z.union([z.string(), z.object({ a: z.string() })]))).toEqual({ keys: ['a'], closed: true })
    expect(closed(z.union([z.looseObject({}), z.object({ a: z.string() })]))).toEqual({ keys: ['a'], closed: false })
  })
})

test('types are compared as JSON sees them, and unknown stays unknown', () => {
  expect(acceptsTypeOf(shapeOf(z.int()), 5)).toBe(true)
  expect(acceptsTypeOf(shapeOf(z.int()), '5')).toBe(false)
  expect(acceptsTypeOf(shapeOf(z.array(z.string())), {})).toBe(false)
  expect(acceptsTypeOf(shapeOf(z.string().nullable()), null)).toBe(true)
  expect(acceptsTypeOf(shapeOf(z.union([z.string(), z.unknown()])), 5)).toBeUndefined()
  expect(acceptsTypeOf(UNKNOWN_SHAPE, 5)).toBeUndefined()
})

test('choices are known only where all of them are', () => {
  expect(choicesOf(shapeOf(z.union([z.enum(['a', 'b']), z.literal(3)])))).toEqual(['a', 'b', 3])
  expect(choicesOf(shapeOf(z.union([z.enum(['a', 'b']), z.string()])))).toBeUndefined()
  expect(choicesOf(UNKNOWN_SHAPE)).toBeUndefined()
})
