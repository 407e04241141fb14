import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type AnySchema, type } from '../definition/schema.ts'
import { checkConfig, parseConfig } from './parse-config.ts'

const path = ['ops', 'fetch', 'config']
const check = async (schema: AnySchema, value: unknown): Promise<unknown> =>
  (await checkConfig({ schema, value, path })).map(({ path: at, code, message }) => [at.slice(3).join('.'), code, message])
const codes = async (schema: AnySchema, value: unknown): Promise<unknown> =>
  (await checkConfig({ schema, value, path })).map(({ path: at, code }) => `${at.slice(3).join('.')} ${code}`)

const Config = z.object({
  path: z.string(),
  limit: z.int().positive().default(100),
  mode: z.enum(['fast', 'careful']).default('fast'),
  nested: z.object({ ratio: z.number().max(1) }).optional(),
  names: z.array(z.string()).optional(),
})

describe('errors in the words of the run config', () => {
  test('every one at once, each at its place', async () => {
    const value = { pth: 'x', limit: -1, mode: 'carefull', nested: { ratio: '0.5', ration: 1 }, names: ['a', 5] }
    expect(await check(Config, value)).toEqual([
      ['path', 'MISSING_FIELD', 'ops.fetch.config.path is missing. Give a string.'],
      ['limit', 'INVALID_VALUE', 'ops.fetch.config.limit: Too small: expected number to be >0'],
      ['mode', 'INVALID_VALUE', 'ops.fetch.config.mode must be "fast" or "careful". Did you mean "careful"?'],
      ['nested.ratio', 'TYPE_MISMATCH', 'ops.fetch.config.nested.ratio must be a number up to 1, not a string.'],
      ['names.1', 'TYPE_MISMATCH', 'ops.fetch.config.names[1] must be a string, not a number.'],
      ['pth', 'UNKNOWN_FIELD', 'There is no field ops.fetch.config.pth. Did you mean "path"?'],
      ['nested.ration', 'UNKNOWN_FIELD', 'There is no field ops.fetch.config.nested.ration. Did you mean "ratio"?'],
    ])
  })

  test('carry what was expected and what was meant apart from the sentence', async () => {
    const [error] = await checkConfig({ schema: Config, value: { path: 'x', mode: 'fasst' }, path })
    expect(error).toMatchObject({ path: [...path, 'mode'], expected: '"fast" or "careful"', didYouMean: 'fast' })
    const [missing] = await checkConfig({ schema: Config, value: {}, path })
    expect(missing).toMatchObject({ code: 'MISSING_FIELD', expected: 'a string', didYouMean: null })
  })

  test('a message the author wrote is kept', async () => {
    const schema = z.object({ n: z.number().refine((n) => n % 2 === 0, 'must be even') })
    expect(await check(schema, { n: 3 })).toEqual([['n', 'INVALID_VALUE', 'ops.fetch.config.n: must be even']])
  })

  test('a strict object tells an unknown key once', async () => {
    expect(await codes(z.strictObject({ a: z.string() }), { a: 'x', b: 1 })).toEqual(['b UNKNOWN_FIELD'])
  })

  test('keys of open objects are nobody’s business', async () => {
    expect(await codes(z.looseObject({ a: z.string() }), { a: 'x', b: 1 })).toEqual([])
    expect(await codes(z.record(z.string(), z.number()), { any: 1 })).toEqual([])
  })

  test('keys that objects have by nature are unknown like any other', async () => {
    expect(await codes(z.object({ a: z.string() }), JSON.parse('{"a":"x","constructor":1,"__proto__":2}'))).toEqual([
      'constructor UNKNOWN_FIELD',
      '__proto__ UNKNOWN_FIELD',
    ])
  })
})

describe('unions', () => {
  const Source = z.union([
    z.object({ type: z.literal('file'), path: z.string() }),
    z.object({ type: z.literal('http'), url: z.string() }),
  ])

  test('report the alternative that fits best', async () => {
    expect(await codes(z.object({ source: Source }), { source: { type: 'file' } })).toEqual(['source.path MISSING_FIELD'])
    expect(await codes(z.object({ source: Source }), { source: { type: 'http', url: 5 } })).toEqual(['source.url TYPE_MISMATCH'])
  })

  test('of simple types name them all', async () => {
    expect(await check(z.object({ at: z.union([z.string(), z.number()]) }), { at: true })).toEqual([
      ['at', 'TYPE_MISMATCH', 'ops.fetch.config.at must be a string or a number, not true or false.'],
    ])
  })

  test('tell every form where none fits better than the others', async () => {
    const either = z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])
    const [error, ...more] = await checkConfig({ schema: z.object({ x: either }), value: { x: {} }, path })
    expect(more).toEqual([])
    expect(error?.message).toBe(
      'ops.fetch.config.x fits none of its forms: (1) ops.fetch.config.x.a is missing. Give a string. (2) ops.fetch.config.x.b is missing. Give a string.',
    )
  })

  test('with a tag name the tags', async () => {
    const tagged = z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })])
    expect(await check(tagged, { type: 'c' })).toEqual([['type', 'INVALID_VALUE', 'ops.fetch.config.type must be "a" or "b".']])
  })
})

describe('nothing given', () => {
  test('is an empty config where one will do', async () => {
    const optional = z.object({ limit: z.int().default(5) })
    for (const value of [undefined, null, {}]) expect(await codes(optional, value)).toEqual([])
    expect(await parseConfig({ schema: optional, value: undefined, path }, () => undefined)).toEqual({
      ok: true,
      value: { limit: 5 },
    })
  })

  test('names what is missing where it will not', async () => {
    for (const value of [undefined, null, {}]) expect(await codes(Config, value)).toEqual(['path MISSING_FIELD'])
  })

  test('is missing as a whole for a schema that takes no object', async () => {
    expect(await check(z.string(), undefined)).toEqual([['', 'MISSING_FIELD', 'ops.fetch.config is missing. Give a string.']])
    expect(await codes(z.array(z.string()), null)).toEqual([' MISSING_FIELD'])
  })

  test('is nothing for a schema that takes nothing', async () => {
    expect(await parseConfig({ schema: z.string().default('x'), value: undefined, path }, () => undefined)).toEqual({
      ok: true,
      value: 'x',
    })
    expect(await parseConfig({ schema: z.null(), value: null, path }, () => undefined)).toEqual({ ok: true, value: null })
  })

  test('is told in the author’s words where several fields depend on each other', async () => {
    const oneOf = z.object({ a: z.string().optional(), b: z.string().optional() }).refine((c) => c.a ?? c.b, 'give a or b')
    expect(await check(oneOf, undefined)).toEqual([['', 'INVALID_VALUE', 'ops.fetch.config: give a or b']])
  })
})

describe('before { env } is resolved', () => {
  const env = { env: 'NAME' }

  test('a reference satisfies any field, whatever its checks say of it', async () => {
    const schema = z.object({
      url: z.url(),
      port: z.coerce.number().min(1024),
      mode: z.enum(['a', 'b']),
      secret: z.string().min(40),
    })
    expect(await codes(schema, { url: env, port: env, mode: env, secret: env })).toEqual([])
  })

  test('the other fields are still checked', async () => {
    expect(await codes(Config, { path: env, limit: 'x', moed: 'fast' })).toEqual(['limit TYPE_MISMATCH', 'moed UNKNOWN_FIELD'])
  })

  test('a refinement over fields that are not known yet is left to the worker', async () => {
    const schema = z.object({ a: z.string(), b: z.string() }).refine((c) => c.a === c.b, 'must agree')
    expect(await codes(schema, { a: env, b: 'x' })).toEqual([])
    expect(await codes(schema, { a: 'y', b: 'x' })).toEqual([' INVALID_VALUE'])
  })

  test('a list of them where a text is wanted is wrong all the same', async () => {
    expect(await codes(z.object({ a: z.string() }), { a: [env] })).toEqual(['a TYPE_MISMATCH'])
  })

  test('a union is satisfied when an alternative could be', async () => {
    const schema = z.object({
      auth: z.union([z.object({ token: z.string().length(40) }), z.object({ user: z.string(), password: z.string() })]),
    })
    expect(await codes(schema, { auth: { token: env } })).toEqual([])
    expect(await codes(schema, { auth: { user: env } })).toEqual(['auth.password MISSING_FIELD'])
  })

  test('a transform that throws on a value it does not know yet is left to the worker', async () => {
    const schema = z.object({ json: z.string().transform((text) => JSON.parse(text) as unknown) })
    expect(await codes(schema, { json: env })).toEqual([])
    expect(await check(schema, { json: '{' })).toEqual([
      ['', 'INVALID_VALUE', expect.stringMatching(/^ops\.fetch\.config: the schema itself failed with SyntaxError/)],
    ])
  })
})

describe('in the worker', () => {
  const variables: Readonly<Record<string, string>> = { TOKEN: 'hunter2-secret', PORT: '8080', EMPTY: '', N: '7' }
  const env = (name: string): string | undefined => variables[name]
  const parse = (schema: AnySchema, value: unknown): ReturnType<typeof parseConfig> => parseConfig({ schema, value, path }, env)

  test('references become the values of the environment, then the schema has its way with them', async () => {
    const schema = z.object({ token: z.string(), port: z.coerce.number(), note: z.string(), limit: z.int().default(3) })
    const value = { token: { env: 'TOKEN' }, port: { env: 'PORT' }, note: { env: 'EMPTY' } }
    expect(await parse(schema, value)).toEqual({ ok: true, value: { token: 'hunter2-secret', port: 8080, note: '', limit: 3 } })
  })

  test('every variable that is not set is named with its place', async () => {
    const result = await parse(z.object({ a: z.string(), b: z.array(z.string()) }), {
      a: { env: 'NOPE' },
      b: [{ env: 'TOKEN' }, { env: 'NADA' }],
    })
    expect(result).toMatchObject({
      ok: false,
      errors: [
        { code: 'ENV_NOT_SET', path: [...path, 'a'], message: expect.stringContaining('"NOPE"') },
        { code: 'ENV_NOT_SET', path: [...path, 'b', 1], message: expect.stringContaining('ops.fetch.config.b[1]') },
      ],
    })
  })

  test('no error shows a value of the environment', async () => {
    const chatty = z.object({
      token: z.string().refine(() => false, { error: (issue) => `cannot use ${String(issue.input)} here` }),
      n: z.string().refine(() => false, { error: (issue) => `not ${String(issue.input)}` }),
    })
    const result = await parse(chatty, { token: { env: 'TOKEN' }, n: { env: 'N' } })
    expect(result).toMatchObject({
      ok: false,
      errors: [{ message: 'ops.fetch.config.token: cannot use *** here' }, { message: 'ops.fetch.config.n: not ***' }],
    })
    const throwing = z.object({
      token: z.string().transform((text) => {
        throw new Error(`bad ${text}`)
      }),
    })
    expect(JSON.stringify(await parse(throwing, { token: { env: 'TOKEN' } }))).not.toContain('hunter2')
  })

  test('what the launch could not judge is judged here', async () => {
    expect(await parse(z.object({ url: z.url() }), { url: { env: 'PORT' } })).toMatchObject({
      ok: false,
      errors: [{ code: 'INVALID_VALUE', path: [...path, 'url'], expected: 'a string (uri)' }],
    })
  })
})

describe('schemas of other makes', () => {
  /** A schema that says nothing but path and message, asynchronously, with path segments as objects. */
  const terse: StandardSchemaV1<unknown, { n: number }> = {
    '~standard': {
      version: 1,
      vendor: 'terse',
      validate: async (value) =>
        typeof (value as { n?: unknown } | null)?.n === 'number'
          ? { value: value as { n: number } }
          : { issues: [{ message: 'n should be a number', path: [{ key: 'n' }] }] },
    },
  }

  test('are understood as far as they speak', async () => {
    expect(await check(terse, { n: 'x' })).toEqual([['n', 'INVALID_VALUE', 'ops.fetch.config.n: n should be a number']])
    expect(await check(terse, {})).toEqual([['n', 'MISSING_FIELD', 'ops.fetch.config.n is missing. Give it a value.']])
    expect(await codes(terse, { n: 1, more: 2 })).toEqual([])
  })

  test('a type without a check takes anything', async () => {
    expect(await codes(type<{ path: string }>(), { whatever: 1 })).toEqual([])
    expect(await parseConfig({ schema: type<object>(), value: undefined, path }, () => undefined)).toEqual({
      ok: true,
      value: {},
    })
  })
})

test('a literal input is taken as it stands: no { env }, no default for nothing, keys of its own', async () => {
  const literal = (schema: AnySchema, value: unknown): ReturnType<typeof checkConfig> =>
    checkConfig({ schema, value, path, literal: true })
  expect(await literal(z.object({ a: z.string() }), { a: 'x', more: 1 })).toEqual([])
  expect(await literal(z.string(), { env: 'NAME' })).toMatchObject([{ code: 'TYPE_MISMATCH' }])
  expect(await literal(z.object({ a: z.string().default('x') }), null)).toMatchObject([{ code: 'TYPE_MISMATCH' }])
})
