import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type CodeBlock, codeBlocks } from './code-blocks.ts'

/** The folder of the whole repository. */
export const REPOSITORY: string = dirname(dirname(import.meta.dirname))

export interface Page {
  /** From the repository's folder. */
  readonly path: string
  readonly text: string
  readonly blocks: readonly CodeBlock[]
}

/** @throws Error when there is no such page */
export function readPage(path: string): Page {
  const text = readFileSync(join(REPOSITORY, path), 'utf8')
  return { path, text, blocks: codeBlocks(text) }
}

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(join(REPOSITORY, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))

/** The documentation, the pages at the root, and the guide of each package and example that has one. */
export function listPages(): readonly Page[] {
  const guides = ['packages', 'examples'].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder)).map((name) => join(folder, name, 'README.md')),
  )
  return [...markdownIn('.'), ...markdownIn('docs'), ...guides.filter((path) => existsSync(join(REPOSITORY, path)))]
    .map(readPage)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
