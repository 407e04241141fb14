import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { buildSchema, isEnumType, isObjectType, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { listExamples } from './test/graphql-examples.ts'
import { readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

const page = readPage('docs/reexecution.md')
const schema = buildSchema(readFileSync(createRequire(import.meta.url).resolve('@pawl/graphql/schema.graphql'), 'utf8'))

test('every strategy is there, and no other', () => {
  const type = schema.getType('ReexecutionStrategy')
  const strategies = isEnumType(type) ? type.getValues().map(({ name }) => name) : []
  expect(
    allRows(page.text, 'strategy')
      .map(([strategy = '']) => unquoted(strategy))
      .sort(),
  ).toEqual(strategies.sort())
})

test('every reason stands with its decision, and no other', () => {
  const type = schema.getType('ReexecutionStep')
  const told = isObjectType(type) ? (type.getFields()['reason']?.description ?? '') : ''
  const expected = [...told.matchAll(/([A-Z_]+): ([A-Z_,\s]+)\./g)].flatMap(([, decision = '', reasons = '']) =>
    reasons.split(/,\s+/).map((reason) => `${decision} ${reason}`),
  )
  const rows = allRows(page.text, 'decision').map(
    ([decision = '', reason = '']) => `${decision.toUpperCase().replace(' ', '_')} ${unquoted(reason)}`,
  )
  expect(rows.sort()).toEqual(expected.sort())
})

test.each(listExamples(page).map(({ line, query }) => [line, query] as const))(
  'the operation at line %i is one of the schema',
  (_, query) => {
    expect(validate(schema, parse(query))).toEqual([])
  },
)
