import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileSnippets } from './test/compile-snippets.ts'
import { listPages } from './test/pages.ts'
import type { ModuleResult } from './test/run-modules.ts'
import { runSnippets } from './test/run-snippets.ts'
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
    if (errors === undefined) throw new Error(`The compiler itself failed: ${error}`)
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
  let results: ReadonlyMap<string, ModuleResult>
  beforeAll(async () => {
    results = await runSnippets(running.map(folder.pathOf))
  }, 60_000)

  test.for(running.map((snippet) => [`${snippet.page}:${snippet.line}`, snippet] as const))('%s', ([, snippet]) => {
    expect(results.get(folder.pathOf(snippet))).toEqual({ lines: printedLines(snippet) })
  })
})

describe('tests in the documentation pass', () => {
  for (const snippet of snippets.filter(({ tests }) => tests)) {
    describe(`${snippet.page}:${snippet.line}`, async () => {
      await import(folder.pathOf(snippet))
    })
  }
})
