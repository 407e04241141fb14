import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Schema } from './config-schema.ts'
import { scaffoldYaml } from './scaffold.ts'

const env = { type: 'object', properties: { env: { type: 'string' } }, required: ['env'] }
const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

test('everything that can be set is written out, with what it may be', () => {
  const schema = object(
    {
      ops: object(
        {
          count: object({
            config: object({
              rows: { type: 'integer', default: 24, description: 'How many rows\nthere are.' },
              season: { default: 'autumn', anyOf: [{ type: 'string', enum: ['spring', 'autumn'] }, { $ref: '#/$defs/env' }] },
              sorts: { type: 'array', items: { type: 'string' }, default: ['a'] },
              notify: object({ address: { type: 'string' }, urgent: { type: 'boolean', default: false } }, ['address']),
            }),
          }),
          quiet: object({}),
          fetch: object({ config: object({ path: { type: 'string' }, mode: { enum: ['no', 'yes'] } }, ['path', 'mode']) }, [
            'config',
          ]),
        },
        ['fetch'],
      ),
      execution: object({ config: object({ maxConcurrent: { type: 'integer' } }) }),
    },
    ['ops'],
  )
  const text = scaffoldYaml({ ...schema, $defs: { env } })
  expect(text).toBe(`ops:
  fetch:
    config:
      path:  # required: text
      mode: no  # required: one of "no", "yes"
  count:
    config:
      rows: 24  # whole number. How many rows there are.
      season: autumn  # one of "spring", "autumn"
      sorts: ["a"]  # list of: text
      # notify:
        # address:  # required: text
        # urgent: false  # true or false
# execution:
  # config:
    # maxConcurrent:  # whole number
`)
  expect(parse(text)).toEqual({
    ops: {
      fetch: { config: { path: null, mode: 'no' } },
      count: { config: { rows: 24, season: 'autumn', sorts: ['a'] } },
    },
  })
})

test('a job without config has nothing to write', () => {
  expect(scaffoldYaml(object({}))).toBe('')
  expect(scaffoldYaml(object({ ops: object({ a: object({}) }) }))).toBe('')
})

test('a type that holds itself ends', () => {
  const node = { type: 'object', properties: { name: { type: 'string', default: 'x' }, child: { $ref: '#/$defs/node' } } }
  expect(scaffoldYaml({ ...object({ tree: { $ref: '#/$defs/node' } }), $defs: { node } }).split('\n').length).toBeLessThan(40)
})
