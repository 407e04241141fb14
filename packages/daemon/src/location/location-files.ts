import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

/** What a location's code is made of. Other files are data, which ops may write beside the code: JSON counts where code imports it. */
const CODE = /(?:\.(?:[cm]?[jt]s|sql|graphql|ya?ml)|\/package\.json)$/
const IMPORTS_JSON = /\b(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"]+\.json)['"]/g
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage'])
/** Of a larger file, size and time of change stand for the content: it is data by another name. */
const LARGEST_READ_BYTES = 4 * 1024 * 1024

export interface LocationFilesOptions {
  readonly modulePath: string
  readonly projectDirectory: string
  /** Folders that are no code even where they lie among it: Pawl's home, and where outputs go. */
  readonly excluded: readonly string[]
}

/** The files that are a location's code. */
export class LocationFiles {
  /** The folder of the nearest package.json at or above the module, within the project; else the module's own. */
  readonly root: string
  readonly #excluded: ReadonlySet<string>
  /** JSON files that the code imports, as of the last {@link generation}. */
  #imported: ReadonlySet<string> = new Set()

  constructor({ modulePath, projectDirectory, excluded }: LocationFilesOptions) {
    this.root = locationRoot(modulePath, projectDirectory)
    this.#excluded = new Set(excluded)
  }

  /** Whether a path, of a file in one of the {@link includesFolder}s, is part of the code. */
  includesFile(path: string): boolean {
    return this.#imported.has(path) || (CODE.test(path) && this.includesFolder(dirname(path)))
  }

  includesFolder(path: string): boolean {
    for (let folder = path; folder !== this.root; folder = dirname(folder)) {
      if (this.#excluded.has(folder) || isLeftOut(folder.slice(dirname(folder).length + 1)) || folder === dirname(folder))
        return false
    }
    return true
  }

  /** The code's generation: 16 hexadecimal digits of the SHA-256 of its files' paths and contents. */
  async generation(): Promise<string> {
    const hash = createHash('sha256')
    const imported = new Set<string>()
    const add = async (path: string): Promise<void> => {
      const content = await contentOf(path)
      // A file that is being replaced may be gone for a moment; the watcher will tell of it.
      if (content === undefined) return
      hash.update(`${relative(this.root, path)}\n${content.length}\n`).update(content)
      for (const json of jsonImports(content)) imported.add(resolve(dirname(path), json))
    }
    for await (const path of this.list()) await add(path)
    this.#imported = imported
    for (const path of [...imported].sort()) await add(path)
    return hash.digest('hex').slice(0, 16)
  }

  /** Their paths, folder by folder, in a fixed order. */
  list(): AsyncGenerator<string> {
    return this.#list(this.root)
  }

  async *#list(directory: string): AsyncGenerator<string> {
    // A folder that is not there has no files; that the module is missing is told by its import.
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(directory, entry.name)
      if (entry.isDirectory() && !isLeftOut(entry.name) && !this.#excluded.has(path)) yield* this.#list(path)
      else if (entry.isFile() && CODE.test(path)) yield path
    }
  }
}

function locationRoot(modulePath: string, projectDirectory: string): string {
  for (let directory = dirname(modulePath); ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) return directory
    if (directory === projectDirectory || directory === dirname(directory)) return dirname(modulePath)
  }
}

const isLeftOut = (name: string): boolean => LEFT_OUT.has(name) || (name.startsWith('.') && name.length > 1)

function* jsonImports(content: Uint8Array | string): Generator<string> {
  const text =
    typeof content === 'string' ? content : Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString()
  if (!text.includes('.json')) return
  for (const [, path] of text.matchAll(IMPORTS_JSON)) if (path !== undefined) yield path
}

async function contentOf(path: string): Promise<Uint8Array | string | undefined> {
  try {
    const { size, mtimeMs } = await stat(path)
    return size > LARGEST_READ_BYTES ? `${size} ${mtimeMs}` : await readFile(path)
  } catch {
    return undefined
  }
}
