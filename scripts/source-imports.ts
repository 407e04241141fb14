import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** One `import … from`, `export … from`, `import '…'` or `import('…')` of a source file. */
export interface SourceImport {
  readonly specifier: string
  readonly reExports: boolean
  /** Erased by the compiler: nothing is loaded at run time. */
  readonly typeOnly: boolean
}

/** A source file by its path from the repository's root, and what it imports. */
export interface SourceFile {
  readonly path: string
  readonly imports: readonly SourceImport[]
}

// Declarations begin a line, as the formatter writes them: what stands in comments and templates is indented or has no quote after `from`.
const DECLARATION = /^(import|export)(\s+type\b)?([^'"`;]*?)\bfrom\s+'([^']+)'/gm
const FOR_ITS_EFFECT = /^import\s+'([^']+)'/gm
const CALL = /\bimport\(\s*'([^']+)'\s*\)/g
/** `import('…')` inside a type: told by what stands before it. */
const IN_TYPE = /(?:typeof\s+|[:<|&]\s*)$/

/** `{ type A, type B }` loads nothing, `{ type A, b }` does. */
const namesOnlyTypes = (clause: string): boolean => {
  const names = /^\s*\{([\s\S]*)\}\s*$/.exec(clause)?.[1]?.split(',') ?? []
  const given = names.map((name) => name.trim()).filter((name) => name !== '')
  return given.length > 0 && given.every((name) => name.startsWith('type '))
}

export function readImports(text: string): readonly SourceImport[] {
  const declared = [...text.matchAll(DECLARATION)].map(([, keyword, type, clause = '', specifier = '']) => ({
    specifier,
    reExports: keyword === 'export',
    typeOnly: type !== undefined || namesOnlyTypes(clause),
  }))
  const effects = [...text.matchAll(FOR_ITS_EFFECT)].map(([, specifier = '']) => ({
    specifier,
    reExports: false,
    typeOnly: false,
  }))
  const calls = [...text.matchAll(CALL)].map(({ 1: specifier = '', index }) => ({
    specifier,
    reExports: false,
    typeOnly: IN_TYPE.test(text.slice(Math.max(0, index - 20), index)),
  }))
  return [...declared, ...effects, ...calls]
}

const isSource = (name: string): boolean => /\.tsx?$/.test(name) && !/\.d\.ts$/.test(name)

/** Whether a file only serves tests. */
export const isTest = (path: string): boolean => /\.(test|test-d)\.tsx?$/.test(path)

/** The source files under a folder, in path order. */
export function readSources(root: string, folder: string): readonly SourceFile[] {
  const directory = join(root, folder)
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isSource(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(root, path), imports: readImports(readFileSync(path, 'utf8')) }))
}

/** The path from the root that a relative specifier names; undefined for a package. */
export const resolveRelative = ({ path }: SourceFile, specifier: string): string | undefined =>
  specifier.startsWith('.') ? join(dirname(path), specifier) : undefined

/** A cycle of imports that are loaded at run time, as the paths along it; undefined where there is none. */
export function findCycle(files: readonly SourceFile[]): readonly string[] | undefined {
  const next = new Map(
    files.map((file) => [
      file.path,
      file.imports.flatMap(({ specifier, typeOnly }) => (typeOnly ? [] : (resolveRelative(file, specifier) ?? []))),
    ]),
  )
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []
  const visit = (path: string): readonly string[] | undefined => {
    if (state.get(path) === 'done') return undefined
    if (state.get(path) === 'open') return [...trail.slice(trail.indexOf(path)), path]
    state.set(path, 'open')
    trail.push(path)
    for (const target of next.get(path) ?? []) {
      const cycle = visit(target)
      if (cycle !== undefined) return cycle
    }
    trail.pop()
    state.set(path, 'done')
    return undefined
  }
  for (const { path } of files) {
    const cycle = visit(path)
    if (cycle !== undefined) return cycle
  }
  return undefined
}
