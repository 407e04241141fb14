import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

/** What a module printed while it was imported, and what it threw. */
export interface ModuleResult {
  readonly lines: readonly string[]
  readonly error?: string
}

async function run(path: string): Promise<ModuleResult> {
  const lines: string[] = []
  console.log = (...values: readonly unknown[]) => void lines.push(...format(...values).split('\n'))
  try {
    await import(pathToFileURL(path).href)
    return { lines }
  } catch (thrown) {
    return { lines, error: String((thrown as { stack?: unknown }).stack ?? thrown) }
  }
}

// Imports the modules that the arguments name, one after the other, and answers in JSON. A program of its own: Node runs what readers write.
if (import.meta.main) {
  const results: ModuleResult[] = []
  for (const path of process.argv.slice(2)) results.push(await run(path))
  process.stdout.write(JSON.stringify(results))
}
