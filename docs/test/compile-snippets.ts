import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { SnippetFolder } from './snippet-folder.ts'
import type { Snippet } from './snippets.ts'

const require = createRequire(import.meta.url)
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
const BASE = join(dirname(dirname(import.meta.dirname)), 'tsconfig.base.json')

/** As strict as the project that `pawl init` makes; what a snippet leaves unused, its reader will use. */
const COMPILER_OPTIONS = {
  noEmit: true,
  isolatedDeclarations: false,
  declaration: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
}

function tsc(directory: string): string {
  try {
    return execFileSync(process.execPath, [TSC, '--pretty', 'false', '-p', directory], { cwd: directory, encoding: 'utf8' })
  } catch (error) {
    const { stdout = '' } = error as { readonly stdout?: string }
    if (stdout === '') throw error
    return stdout
  }
}

/**
 * Compiles all snippets at once; gives what is wrong, as `docs/page.md:12: error …`. What is wrong in the packages themselves is told by
 * the check of their own types.
 */
export function compileSnippets(snippets: readonly Snippet[], folder: SnippetFolder): readonly string[] {
  const byFile = new Map(snippets.map((snippet) => [relative(folder.directory, folder.pathOf(snippet)), snippet]))
  const config = { extends: BASE, compilerOptions: COMPILER_OPTIONS, files: [...byFile.keys()] }
  writeFileSync(join(folder.directory, 'tsconfig.json'), JSON.stringify(config))
  const errors: string[][] = []
  let details: string[] = []
  for (const line of tsc(folder.directory).split('\n')) {
    const [, file = '', at = '', message = ''] = /^([^(]+)\((\d+),\d+\): (.*)$/.exec(line) ?? []
    const snippet = byFile.get(file)
    if (line.startsWith(' ')) details.push(line)
    else if (line.trim() !== '') {
      details = [snippet === undefined ? line : `${snippet.page}:${snippet.pageLine(Number(at))}: ${message}`]
      if (snippet !== undefined || file === '') errors.push(details)
    }
  }
  return errors.map((lines) => lines.join('\n'))
}
