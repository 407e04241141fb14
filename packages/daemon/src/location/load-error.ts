import type { SerializedError } from '@pawl/core/plugin'
import { serializeError } from '@pawl/core/plugin'

/** A place in a file of the location; lines count from 1. */
export interface CodePosition {
  readonly path: string
  readonly line: number
}

/** Searches the location's files, for errors that do not say where they come from. */
export interface CodeSearch {
  /** The first file that does not parse. */
  findSyntaxError(): Promise<CodePosition | undefined>
  /** The first line that imports something whose name ends like this. */
  findImport(nameEnd: string): Promise<CodePosition | undefined>
}

/** Where Node writes the position of what it cannot parse: above the error itself. */
const POSITION_ABOVE = /^(?:file:\/\/)?(\/[^\n]*?):(\d+)\n/
const QUOTED_NAME = /^Cannot find (?:module|package) '([^']+)'/
const FILE_WITH_EXTENSION = /^Unknown file extension "[^"]*" for (.+)$/m

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The name that an error about an import says was not found, or not understood. */
function importedName(message: string): string | undefined {
  const missing = QUOTED_NAME.exec(message)?.[1]
  const unknown = FILE_WITH_EXTENSION.exec(message)?.[1]
  if (missing !== undefined) return missing.startsWith('/') ? lastPart(missing) : missing
  return unknown === undefined ? undefined : lastPart(unknown)
}

async function positionOf(error: SerializedError, search: CodeSearch): Promise<CodePosition | undefined> {
  const above = POSITION_ABOVE.exec(error.stack ?? '')
  if (above !== null) return { path: decodeURI(above[1] ?? ''), line: Number(above[2]) }
  if (error.name === 'SyntaxError') return search.findSyntaxError()
  const name = importedName(error.message)
  return name === undefined ? undefined : search.findImport(name)
}

/** The way out, for what Node does not take although a TypeScript compiler does. */
function wayOut({ code, message }: SerializedError): string {
  switch (code) {
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return ' Node runs TypeScript by leaving the types out: write what stays valid without them ("erasableSyntaxOnly" in tsconfig.json finds the rest).'
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      return ' Node runs .ts files; build others before.'
    case 'ERR_MODULE_NOT_FOUND': {
      const name = QUOTED_NAME.exec(message)?.[1] ?? ''
      if (/^[@~#]\//.test(name))
        return ' "paths" of tsconfig.json mean nothing to Node: import by relative path, or by "imports" in package.json.'
      return /^\/.*\/[^./]+$/.test(name) ? ' An import of a file needs its extension, such as ".ts".' : ''
    }
    default:
      return ''
  }
}

/** What an import threw, its message beginning with the file and line it comes from where that can be found. */
export async function describeLoadError(thrown: unknown, search: CodeSearch): Promise<SerializedError> {
  const error = serializeError(thrown)
  const position = await positionOf(error, search)
  const place = position === undefined ? '' : `${position.path}:${position.line}: `
  const end = wayOut(error)
  return { ...error, message: `${place}${error.message}${end !== '' && !error.message.endsWith('.') ? '.' : ''}${end}` }
}
