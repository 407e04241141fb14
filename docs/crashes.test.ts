import { expect, test } from 'vitest'
import { resolveConfig } from '../packages/daemon/src/config/load-config.ts'
import { readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

test('every deadline is there with its default, and no other', () => {
  const rows = allRows(readPage('docs/crashes.md').text, 'setting')
  const shown = rows.map(([setting = '', given = '']) => [unquoted(setting), Number(unquoted(given))])
  expect(Object.fromEntries(shown)).toEqual(resolveConfig({}, 'The defaults').monitoring)
})
