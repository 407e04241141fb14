import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import type { CodePosition, CodeSearch } from './load-error.ts'
import type { LocationFiles } from './location-files.ts'

const MODULE = /\.m?[jt]s$/
const TYPESCRIPT = /\.m?ts$/
/** Each takes Node some 40 ms. */
const MOST_FILES_PARSED = 50

/** The line of the first syntax error in a module, for those that V8 reports without a position. */
function syntaxErrorLine(path: string, source: string): number | undefined {
  // Types are replaced by spaces, so that lines stay what they are.
  const input = TYPESCRIPT.test(path) ? stripTypeScriptTypes(source) : source
  const { stderr } = spawnSync(process.execPath, ['--check', '--input-type=module', '-'], { input, encoding: 'utf8' })
  const line = /^\[stdin\]:(\d+)$/m.exec(stderr)?.[1]
  return line === undefined ? undefined : Number(line)
}

const isImport = (line: string): boolean => /\b(?:import|from|export)\b/.test(line)

export function codeSearch(files: Pick<LocationFiles, 'list'>): CodeSearch {
  async function firstPosition(lineIn: (path: string, source: string) => number | undefined): Promise<CodePosition | undefined> {
    let count = 0
    for await (const path of files.list()) {
      if (!MODULE.test(path) || count++ >= MOST_FILES_PARSED) continue
      try {
        const line = lineIn(path, await readFile(path, 'utf8'))
        if (line !== undefined) return { path, line }
      } catch {
        // Not this one: it is gone, or its types cannot be taken out, which Node reports with a position.
      }
    }
    return undefined
  }
  return {
    findSyntaxError: () => firstPosition(syntaxErrorLine),
    findImport: (nameEnd) =>
      firstPosition((_, source) => {
        const quoted = [`${nameEnd}'`, `${nameEnd}"`]
        const index = source.split('\n').findIndex((line) => isImport(line) && quoted.some((name) => line.includes(name)))
        return index < 0 ? undefined : index + 1
      }),
  }
}
