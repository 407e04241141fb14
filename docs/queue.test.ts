import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { buildSchema, GraphQLEnumType, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

const page = readPage('docs/queue.md')
const require = createRequire(import.meta.url)
const schema = buildSchema(readFileSync(require.resolve('@pawl/graphql/schema.graphql'), 'utf8'))

test('the query that asks why a run waits is valid', () => {
  const queries = page.blocks.filter(({ language }) => language === 'graphql')
  expect(queries).toHaveLength(1)
  for (const { text } of queries) expect(validate(schema, parse(text))).toEqual([])
})

test('every rule that may keep a run waiting is told, and no other', () => {
  const rules = schema.getType('QueueRule')
  const told = allRows(page.text, 'rule').map(([rule = '']) => unquoted(rule))
  expect(rules instanceof GraphQLEnumType ? rules.getValues().map(({ name }) => name) : []).toEqual(told)
})
