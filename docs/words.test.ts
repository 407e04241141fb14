import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { RUN_EVENT_TYPES, RUN_STATUSES } from '@pawl/core/plugin'
import { buildSchema, isEnumType } from 'graphql'
import { expect, test } from 'vitest'
import { REPOSITORY, readPage } from './test/pages.ts'
import { allRows } from './test/tables.ts'

const { text } = readPage('docs/words.md')
const schema = buildSchema(readFileSync(createRequire(import.meta.url).resolve('@pawl/graphql/schema.graphql'), 'utf8'))

/** The words of a table's first column, where several may stand together. */
const wordsOf = (heading: string): readonly string[] =>
  allRows(text, heading)
    .flatMap(([words = '']) => words.split(', '))
    .sort()

function valuesOf(name: string): readonly string[] {
  const type = schema.getType(name)
  return isEnumType(type)
    ? type
        .getValues()
        .map((value) => value.name)
        .sort()
    : []
}

test('every status of a run is there, and no other', () => {
  expect(wordsOf('run status')).toEqual([...RUN_STATUSES].sort())
})

test('every status of a step is there, and no other', () => {
  expect(wordsOf('step status')).toEqual(valuesOf('StepStatus'))
})

test('every event type is there, and no other', () => {
  expect(wordsOf('event type')).toEqual([...RUN_EVENT_TYPES].sort())
})

/** The words of the launchpad's own table, by status. */
function launchpadWords(table: string): Readonly<Record<string, string>> {
  const source = readFileSync(join(REPOSITORY, 'apps/launchpad/src/status/status-words.ts'), 'utf8')
  const [, body = ''] = source.split(`${table}: Readonly`)
  return Object.fromEntries(
    [...(body.split('\n}\n')[0] ?? '').matchAll(/(\w+): \{ word: '([^']+)'/g)].map(([, status = '', word = '']) => [
      status,
      word,
    ]),
  )
}

test.each([
  ['run status', 'RUN_STATUS_WORDS'],
  ['step status', 'STEP_STATUS_WORDS'],
])('each %s is shown in the launchpad by the word that stands beside it', (heading, table) => {
  const shown = allRows(text, heading).map(([status = '', word = '']) => [status, word])
  expect(Object.fromEntries(shown)).toEqual(launchpadWords(table))
})
