import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileSnippets } from './test/compile-snippets.ts'
import { listPages } from './test/pages.ts'
import { runSnippet } from './test/run-snippet.ts'
import { writeSnippets } from './test/snippet-folder.ts'
import { printedLines, snippetsOf } from './test/snippets.ts'

const pages = listPages()
const snippets = pages.flatMap(snippetsOf)
const folder = writeSnippets(snippets)
const compiled = new Map<string, string[]>(pages.map(({ path }) => [path, []]))

beforeAll(() => {
  for (const error of compileSnippets(snippets, folder)) {
    const page = error.split(':')[0] ?? ''
    const errors = compiled.get(page)
    if (errors === undefined) throw new Error(`The compiler failed outside the snippets: ${error}`)
    errors.push(error)
  }
}, 120_000)
afterAll(() => folder.remove())

describe('TypeScript in the documentation compiles', () => {
  test.each(pages.filter((page) => snippetsOf(page).length > 0).map(({ path }) => path))('%s', (path) => {
    expect(compiled.get(path)).toEqual([])
  })
})

describe('what the documentation says a program prints is what it prints', () => {
  const running = snippets.filter(({ runs }) => runs)
  test.for(running.map((snippet) => [`${snippet.page}:${snippet.line}`, snippet] as const))('%s', async ([, snippet]) => {
    expect(await runSnippet(folder.pathOf(snippet))).toEqual(printedLines(snippet))
  })
})

describe('tests in the documentation pass', () => {
  for (const snippet of snippets.filter(({ tests }) => tests)) {
    describe(`${snippet.page}:${snippet.line}`, async () => {
      await import(folder.pathOf(snippet))
    })
  }
})
