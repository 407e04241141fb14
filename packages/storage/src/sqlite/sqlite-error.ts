import { FrameworkError } from '@pawl/core/plugin'

const sqliteCode = (error: unknown): string | undefined => {
  const code = error instanceof Error ? (error as { readonly code?: unknown }).code : undefined
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined
}

/** Another process holds the lock just now: the same transaction may be tried again from its start. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(sqliteCode(error) ?? '')

const DAMAGED = 'is damaged, or is no SQLite database. Restore it from a copy, or choose another path.'
const UNWRITABLE = 'cannot be opened for writing. See that the path names a file in a folder this user may write to.'
const FULL = 'cannot grow: the disk is full. Nothing of this write was stored; free some space and try again.'

/** What can go wrong with the file itself, by the beginning of SQLite's code. */
const FILE_TROUBLE: readonly (readonly [sqlite: string, code: string, what: string])[] = [
  ['SQLITE_NOTADB', 'STORAGE_DAMAGED', DAMAGED],
  ['SQLITE_CORRUPT', 'STORAGE_DAMAGED', DAMAGED],
  ['SQLITE_CANTOPEN', 'STORAGE_UNWRITABLE', UNWRITABLE],
  ['SQLITE_READONLY', 'STORAGE_UNWRITABLE', UNWRITABLE],
  ['SQLITE_PERM', 'STORAGE_UNWRITABLE', UNWRITABLE],
  ['SQLITE_FULL', 'STORAGE_FULL', FULL],
]

/** It is about the values alone, and the same whenever it is tried. */
const isAboutValues = (sqlite: string): boolean => /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(sqlite)

/** Names the database in an error of SQLite; any other error stays what it is. */
export function storageError(path: string, error: unknown): unknown {
  const sqlite = sqliteCode(error)
  if (sqlite === undefined || !(error instanceof Error)) return error
  const trouble = FILE_TROUBLE.find(([prefix]) => sqlite.startsWith(prefix))
  const other = isAboutValues(sqlite) ? 'STORAGE_VALUE_REFUSED' : 'STORAGE_FAILED'
  const [, code, what] = trouble ?? [sqlite, other, `refused an operation: ${error.message}.`]
  return new FrameworkError(code, {
    message: `The database "${path}" ${what} (${sqlite})`,
    details: { path, sqlite },
    cause: error,
  })
}

export const storageBusy = (path: string, waitedMs: number, cause: unknown): FrameworkError =>
  new FrameworkError('STORAGE_BUSY', {
    message:
      `The database "${path}" was locked by another process for ${Math.round(waitedMs)} ms. ` +
      'See whether a program holds a transaction open on it, or raise busyDeadlineMs.',
    details: { path, waitedMs },
    cause,
  })

export const storageClosed = (path: string): FrameworkError =>
  new FrameworkError('STORAGE_CLOSED', {
    message: `The storage on "${path}" has been closed; open a new one with sqliteStorage().`,
    details: { path },
  })
