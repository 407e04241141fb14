import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** What a location's code is made of; data it reads is not part of it. */
const CODE = /\.(?:[cm]?[jt]s|json|sql|graphql|txt|ya?ml)$/
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage'])

/** The folder whose files are a location: that of the nearest package.json at or above its module, within the project; else the module's own. */
export function locationRoot(modulePath: string, projectDirectory: string): string {
  for (let directory = dirname(modulePath); ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) return directory
    if (directory === projectDirectory || directory === dirname(directory)) return dirname(modulePath)
  }
}

/** Whether a path below a location's root is part of its code. */
export const isLocationFile = (path: string): boolean => !path.split('/').some(isLeftOut) && CODE.test(path)

const isLeftOut = (name: string): boolean => LEFT_OUT.has(name) || (name.startsWith('.') && name.length > 1)

async function* listFiles(directory: string): AsyncGenerator<string> {
  const entries = await readdir(directory, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (isLeftOut(entry.name)) continue
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* listFiles(path)
    else if (entry.isFile() && CODE.test(entry.name)) yield path
  }
}

/** A location's generation: 16 hexadecimal digits of the SHA-256 of its files' paths and contents. */
export async function locationGeneration(root: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const path of listFiles(root)) {
    const content = await readFile(path).catch(() => undefined)
    // A file that is being replaced may be gone for a moment; the watcher will tell of it.
    if (content === undefined) continue
    hash.update(`${relative(root, path)}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}
