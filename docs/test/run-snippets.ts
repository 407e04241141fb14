import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ModuleResult } from './run-modules.ts'

const ARGS = [join(import.meta.dirname, 'run-modules.ts')]

/** Runs modules with Node, in one process; gives by path what each printed. */
export async function runSnippets(paths: readonly string[]): Promise<ReadonlyMap<string, ModuleResult>> {
  const { stdout } = await promisify(execFile)(process.execPath, [...ARGS, ...paths], { timeout: 60_000 })
  const results = JSON.parse(stdout) as readonly ModuleResult[]
  return new Map(results.map((result, index) => [paths[index] ?? '', result]))
}
