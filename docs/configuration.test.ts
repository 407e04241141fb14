import { expect, test } from 'vitest'
import { z } from 'zod'
import { configSchema } from '../packages/daemon/src/config/config-schema.ts'
import { readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly default?: unknown
}

/** Every option by its path, with its default where the schema has one. */
function listOptions(schema: JsonSchema, path: readonly string[] = []): readonly (readonly [string, unknown])[] {
  if (schema.properties === undefined) return [[path.join('.'), schema.default]]
  return Object.entries(schema.properties).flatMap(([key, inner]) => listOptions(inner, [...path, key]))
}

/** A default in words is not one of the schema. */
const defaultOf = (cell: string): unknown => {
  const text = unquoted(cell)
  return text === cell || !/^(-?\d|["[{]|(true|false)$)/.test(text) ? undefined : JSON.parse(text)
}

test('the page has every option with its default, and no other', () => {
  const rows = allRows(readPage('docs/configuration.md').text, 'option')
  const shown = rows.map(([option = '', given = '']) => [unquoted(option), defaultOf(given)])
  expect(Object.fromEntries(shown)).toEqual(
    Object.fromEntries(listOptions(z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema)),
  )
})
