import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Snippet } from './snippets.ts'

const DOCS = dirname(import.meta.dirname)

/** A folder inside the documentation, where packages are found, with the snippets as files. */
export interface SnippetFolder {
  readonly directory: string
  pathOf(snippet: Snippet): string
  remove(): void
}

/** `docs/run-config.md` lies in `docs-run-config`. */
const folderOf = ({ page }: Snippet): string => page.replace(/\.md$/, '').replaceAll(/[^A-Za-z0-9]+/g, '-')

export function writeSnippets(snippets: readonly Snippet[]): SnippetFolder {
  mkdirSync(join(DOCS, 'dist'), { recursive: true })
  const directory = mkdtempSync(join(DOCS, 'dist', 'run-'))
  const pathOf = (snippet: Snippet): string => join(directory, folderOf(snippet), snippet.file)
  const written = new Map<string, Snippet>()
  for (const snippet of snippets) {
    const path = pathOf(snippet)
    const other = written.get(path)
    if (other !== undefined)
      throw new Error(`${snippet.page}: the blocks at lines ${other.line} and ${snippet.line} are both ${basename(path)}.`)
    written.set(path, snippet)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, snippet.source)
  }
  return { directory, pathOf, remove: () => rmSync(directory, { recursive: true, force: true }) }
}
