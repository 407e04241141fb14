import type { JsonObject } from '@pawl/core'
import {
  buildPlan,
  DEFAULT_IO_MANAGER,
  defaultRunConfig,
  type JobDefinition,
  selectablePlan,
  selectSteps,
  validateRunConfig,
} from '@pawl/core/plugin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { CodeBlock } from './test/code-blocks.ts'
import { readPage } from './test/pages.ts'
import { writeSnippets } from './test/snippet-folder.ts'
import { snippetsOf } from './test/snippets.ts'
import { allRows, unquoted } from './test/tables.ts'

const page = readPage('docs/run-config.md')
const snippets = snippetsOf(page)
const folder = writeSnippets(snippets)
const documents = page.blocks.filter(({ language }) => language === 'yaml')
const read = ({ text }: CodeBlock): JsonObject => parse(text) as JsonObject
const marked = (word: string): CodeBlock => {
  const found = page.blocks.find(({ words }) => words.includes(word))
  if (found === undefined) throw new Error(`The page has no block that is marked "${word}".`)
  return found
}

let nightly: JobDefinition
let etl: JobDefinition

async function importJob(file: string, name: string): Promise<JobDefinition> {
  const snippet = snippets.find((one) => one.file === file)
  if (snippet === undefined) throw new Error(`The page has no ${file}.`)
  const module = (await import(folder.pathOf(snippet))) as Readonly<Record<string, JobDefinition>>
  return module[name] as JobDefinition
}

beforeAll(async () => {
  nightly = await importJob('nightly.ts', 'nightly')
  etl = await importJob('etl.ts', 'etl')
})
afterAll(() => folder.remove())

test.each(documents.filter(({ words }) => words.length === 0).map((block) => [block.line, block] as const))(
  'the run config in line %i fits its job',
  async (_, block) => {
    expect(await validateRunConfig(nightly, read(block))).toMatchObject({ ok: true })
  },
)

test('the wrong run config has the errors that the page shows', async () => {
  const result = await validateRunConfig(nightly, read(marked('wrong')))
  const errors = result.ok ? [] : result.errors.map(({ code, message }) => `${code}: ${message}`)
  expect(errors).toEqual(marked('errors').text.split('\n'))
})

test('the document to start from is the one that the page shows', async () => {
  expect(await defaultRunConfig(nightly)).toEqual(read(marked('default')))
})

describe('the table of selections', () => {
  test.each(allRows(page.text, 'selection'))('%s', (selection = '', steps = '') => {
    const { plan } = buildPlan(etl, { ioManager: DEFAULT_IO_MANAGER })
    const keys = steps.split(', ').map(unquoted)
    expect(selectSteps(selectablePlan(plan), unquoted(selection))).toEqual({ ok: true, keys })
  })
})
