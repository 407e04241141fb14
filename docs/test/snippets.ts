import type { CodeBlock } from './code-blocks.ts'
import type { Page } from './pages.ts'

/** The TypeScript of one or more blocks of a page, as one module. */
export interface Snippet {
  readonly page: string
  /** Where its own (last) block begins on the page, from 1. */
  readonly line: number
  /** Of the module within the page's folder; what the block's first line names (`// src/jobs.ts`), else made of the line. */
  readonly file: string
  readonly source: string
  /** Executed with Node; what it prints is compared. */
  readonly runs: boolean
  /** Holds tests, which are run. */
  readonly tests: boolean
  /** The page's line for a line of the module, both from 1. */
  pageLine(moduleLine: number): number
}

const FILE_COMMENT = /^\/\/ ([\w./-]+\.ts)$/

const isTypeScript = ({ language }: CodeBlock): boolean => language === 'ts'

function lineFinder(blocks: readonly CodeBlock[]): (moduleLine: number) => number {
  return (moduleLine) => {
    let before = 0
    for (const { line, text } of blocks) {
      const length = text.split('\n').length
      if (moduleLine <= before + length) return line + moduleLine - before - 1
      before += length
    }
    return blocks.at(-1)?.line ?? 1
  }
}

function snippetOf(page: string, blocks: readonly CodeBlock[], block: CodeBlock): Snippet {
  const named = FILE_COMMENT.exec(block.text.split('\n')[0] ?? '')?.[1]
  const tests = block.words.includes('test')
  return {
    page,
    line: block.line,
    file: named ?? `line-${block.line}.ts`,
    source: `${blocks.map(({ text }) => text).join('\n')}\nexport {}\n`,
    runs: block.words.includes('run'),
    tests,
    pageLine: lineFinder(blocks),
  }
}

/**
 * The modules of a page: each `ts` block is one. A block marked `continued` stands after the one before it, and what that continues;
 * one marked `run` is executed, and one marked `test` holds tests.
 */
export function snippetsOf({ path, blocks }: Page): readonly Snippet[] {
  const snippets: Snippet[] = []
  let chain: readonly CodeBlock[] = []
  for (const block of blocks.filter(isTypeScript)) {
    chain = block.words.includes('continued') ? [...chain, block] : [block]
    snippets.push(snippetOf(path, chain, block))
  }
  return snippets
}

/** What a snippet says that it prints: the texts behind `// =>`, line by line. */
export const printedLines = ({ source }: Snippet): readonly string[] =>
  source.split('\n').flatMap((line) => /\/\/ => ?(.*)$/.exec(line)?.[1] ?? [])
