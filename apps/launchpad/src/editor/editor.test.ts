import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { configCompletions } from './completions.ts'
import { pathAt, readConfigDocument } from './config-document.ts'
import { configProblems, type ServerProblem } from './config-problem.ts'
import type { Schema } from './config-schema.ts'
import { fieldDocs, showPath } from './field-docs.ts'
import { type QuickFix, quickFixes } from './quick-fix.ts'

const env: Schema = {
  type: 'object',
  description: 'Taken from the environment.',
  properties: { env: { type: 'string' } },
  required: ['env'],
}
const schema: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ops: {
      type: 'object',
      properties: {
        fetch: {
          type: 'object',
          required: ['config'],
          properties: {
            config: {
              type: 'object',
              required: ['path'],
              properties: {
                path: { anyOf: [{ type: 'string', description: 'Where the flights lie.' }, env] },
                limit: { type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 10_000 },
                mode: { $ref: '#/$defs/mode' },
                strict: { type: 'boolean' },
                airports: { type: 'array', items: { type: 'string' } },
              },
            },
          },
        },
      },
    },
    execution: { type: 'object', properties: { config: { type: 'object', properties: { maxConcurrent: { type: 'integer' } } } } },
  },
  $defs: { mode: { enum: ['fast', 'safe', 'no'] } },
}
const complete = (text: string) => {
  const offset = text.indexOf('|')
  return configCompletions(schema, text.replace('|', ''), offset)
}
const labels = (text: string) => complete(text)?.options.map((option) => option.label)

test('fields of the object at the cursor are offered, required ones first, those that are there left out', () => {
  expect(labels('ops:\n  fetch:\n    config:\n      limit: 5\n      |')).toEqual(['path', 'mode', 'strict', 'airports'])
  expect(labels('|')).toEqual(['ops', 'execution'])
  expect(labels('nothing:\n  |')).toBeUndefined()
})

test('an object goes on in the next line, a scalar does not', () => {
  expect(complete('ops:\n  f|')?.options[0]?.insert).toBe('fetch:\n    ')
  expect(complete('ops:\n  fetch:\n    config:\n      l|')?.options.map((option) => option.insert)).toContain('limit: ')
  expect(complete('ops:\n  fetch:\n    config:\n      l|: 5')?.options.map((option) => option.insert)).toContain('limit')
})

test('values that can be listed are offered, quoted where YAML would misread them', () => {
  expect(complete('ops:\n  fetch:\n    config:\n      mode: |')?.options.map((option) => option.insert)).toEqual([
    'fast',
    'safe',
    '"no"',
  ])
  expect(labels('ops:\n  fetch:\n    config:\n      strict: t|')).toEqual(['true', 'false'])
  expect(complete('ops:\n  fetch:\n    config:\n      limit: |')?.options).toMatchObject([{ label: '10000', detail: 'default' }])
})

test('ops with nothing to set are not offered', () => {
  const ops = {
    a: { type: 'object', properties: {}, additionalProperties: false },
    b: { type: 'object', properties: { config: { type: 'object' } }, additionalProperties: false },
  }
  const offered = configCompletions({ type: 'object', properties: { ops: { type: 'object', properties: ops } } }, 'ops:\n  ', 7)
  expect(offered?.options.map((option) => option.label)).toEqual(['b'])
})

test('what is said of a choice is said of each of its alternatives', () => {
  const choice = { default: 'a', description: 'Which one.', anyOf: [{ enum: ['a', 'b'] }, env] }
  const docs = fieldDocs({ type: 'object', properties: { mode: choice } }, ['mode'])
  expect(docs).toMatchObject({ type: 'one of "a", "b"', defaultValue: 'a', description: 'Which one.' })
})

test('an env reference does not speak for its field', () => {
  expect(
    fieldDocs({ type: 'object', properties: { title: { anyOf: [env, { type: 'string' }] } } }, ['title'])?.description,
  ).toBeUndefined()
})

test('a path is written as people read it', () => {
  expect(showPath(['ops', 'clean', 'config', 'limits', '2'])).toBe('ops.clean.config.limits[2]')
  expect(showPath([])).toBe('run config')
})

test('a place has its documentation in words', () => {
  expect(fieldDocs(schema, ['ops', 'fetch', 'config', 'limit'])).toMatchObject({
    type: 'whole number above 0',
    defaultValue: 10_000,
  })
  expect(fieldDocs(schema, ['ops', 'fetch', 'config', 'path'])).toMatchObject({
    type: 'text',
    required: true,
    description: 'Where the flights lie.',
  })
  expect(fieldDocs(schema, ['ops', 'fetch', 'config', 'mode'])?.type).toBe('one of "fast", "safe", "no"')
  expect(fieldDocs(schema, ['ops', 'fetch', 'config', 'airports', 0])?.type).toBe('text')
  expect(fieldDocs(schema, ['no', 'such'])).toBeUndefined()
})

test('the path under the pointer is found, for keys and for values', () => {
  const text = 'ops:\n  fetch:\n    config:\n      airports: [JFK, LAX]\n'
  expect(pathAt(readConfigDocument(text), text.indexOf('config') + 2)?.path).toEqual(['ops', 'fetch', 'config'])
  expect(pathAt(readConfigDocument(text), text.indexOf('LAX') + 1)?.path).toEqual(['ops', 'fetch', 'config', 'airports', 1])
})

const problem = (code: string, path: string, didYouMean: string | null = null): ServerProblem => ({
  path: path === '' ? [] : path.split('.'),
  code,
  message: `${code} at ${path}`,
  expected: null,
  didYouMean,
})
const marked = (text: string, ...problems: readonly ServerProblem[]): string[] =>
  configProblems(readConfigDocument(text), problems).map(({ from, to, line }) => `${line}: ${text.slice(from, to)}`)

test.each<[ServerProblem, string]>([
  [problem('UNKNOWN_FIELD', 'ops.fetch.config.limt'), '4: limt'],
  [problem('TYPE_MISMATCH', 'ops.fetch.config.airports.1'), '5: 7'],
  [problem('TYPE_MISMATCH', 'ops.fetch.config.mode'), '6: mode'],
  [problem('MISSING_FIELD', 'ops.fetch.config.path'), '3: config'],
  [problem('MISSING_FIELD', 'resources.db.config'), '1: ops:'],
])('%o is underlined at "%s"', (each, place) => {
  expect(marked('ops:\n  fetch:\n    config:\n      limt: 5\n      airports: [a, 7]\n      mode:\n', each)).toEqual([place])
})

test('a text that is no YAML says only that', () => {
  expect(marked('ops: {\n', problem('MISSING_FIELD', 'x'))).toHaveLength(1)
  expect(configProblems(readConfigDocument('ops: [1,\nx: 2\n'), [])[0]?.source).toBe('yaml')
})

const apply = (text: string, fix: QuickFix | undefined): string =>
  fix ? text.slice(0, fix.change.from) + fix.change.insert + text.slice(fix.change.to) : 'no fix'
const fixes = (text: string, each: ServerProblem): string[] =>
  quickFixes(readConfigDocument(text), each, schema).map((fix) => apply(text, fix))

test('a misspelled key is changed in place: comments and order stay', () => {
  const text = 'ops:\n  fetch: # here\n    config:\n      limt: 5 # five\n      path: x\n'
  expect(fixes(text, problem('UNKNOWN_FIELD', 'ops.fetch.config.limt', 'limit'))).toEqual([
    text.replace('limt', 'limit'),
    'ops:\n  fetch: # here\n    config:\n      path: x\n',
  ])
})

test('a key is removed with everything under it', () => {
  expect(fixes('a:\n  b:\n    c: 1\n    d: 2\ne: 1\n', problem('UNKNOWN_FIELD', 'a'))).toEqual(['e: 1\n'])
  expect(fixes('ops: { a: 1, b: 2 }\n', problem('UNKNOWN_FIELD', 'ops.a'))).toEqual(['ops: { b: 2 }\n'])
  expect(fixes('ops: { a: 1, b: 2 }\n', problem('UNKNOWN_FIELD', 'ops.b'))).toEqual(['ops: { a: 1 }\n'])
})

test('a wrong value is replaced by the right one', () => {
  expect(
    fixes('ops:\n  fetch:\n    config:\n      mode: fst\n', problem('INVALID_VALUE', 'ops.fetch.config.mode', 'fast')),
  ).toEqual(['ops:\n  fetch:\n    config:\n      mode: fast\n'])
})

test.each([
  [
    'ops:\n  fetch:\n    config:\n      limit: 5\n',
    'ops.fetch.config.mode',
    'ops:\n  fetch:\n    config:\n      limit: 5\n      mode: "fast"\n',
  ],
  ['ops:\n  fetch:\n', 'ops.fetch.config', 'ops:\n  fetch:\n    config: {}\n'],
  [
    'ops: { fetch: { config: { limit: 5 } } }\n',
    'ops.fetch.config.strict',
    'ops: { fetch: { config: { limit: 5, strict: true } } }\n',
  ],
  ['ops: { fetch: {} }\n', 'ops.fetch.config', 'ops: { fetch: { config: {} } }\n'],
  ['', 'ops', 'ops: {}'],
  ['# empty\n', 'ops', '# empty\nops: {}'],
])('into %j the missing %s is added', (text, path, fixed) => {
  const [result] = fixes(text, problem('MISSING_FIELD', path))
  expect(result).toBe(fixed)
  expect(() => parse(result ?? '')).not.toThrow()
})
