import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { brokenLinks } from './test/links.ts'
import { listPages } from './test/pages.ts'

const pages = listPages()

describe('every link leads somewhere', () => {
  test.each(pages.map((page) => [page.path, page] as const))('%s', (_, page) => {
    expect(brokenLinks(page)).toEqual([])
  })
})

const documents = pages.flatMap(({ path, blocks }) =>
  blocks
    .filter(({ language }) => language === 'yaml' || language === 'json')
    .map((block) => [`${path}:${block.line}`, block.text] as const),
)

test.each(documents)('the document at %s can be read', (_, text) => {
  const { errors, warnings } = parseDocument(text)
  expect([...errors, ...warnings]).toEqual([])
})

test('every block of code says what it is written in', () => {
  const known = ['ts', 'sh', 'text', 'yaml', 'json', 'graphql', 'mermaid']
  const unknown = pages.flatMap(({ path, blocks }) =>
    blocks.filter(({ language }) => !known.includes(language) && path !== 'ARCHITECTURE.md').map(({ line }) => `${path}:${line}`),
  )
  expect(unknown).toEqual([])
})
