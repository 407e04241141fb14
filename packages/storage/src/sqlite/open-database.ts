import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { FrameworkError } from '@pawl/core/plugin'
import type Sqlite from 'better-sqlite3'
import type { Migrated } from '../schema/migrations.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import { prepareStatements, type Statements } from './statements.ts'

// SQLite waits for a lock by sleeping on the event loop's thread: only long enough for a commit that is under way.
const BUSY_TIMEOUT_MS = 5
// Pages of 4 KiB, so 16 MB. A commit that finds the log longer than this moves it into the database; the longer the log, the more often a busy
// page has been written over in it, and is moved once.
const CHECKPOINT_PAGES = 4000
// A log that grew longer than this while it could not be moved is cut back. Well above its usual length: a log that is
// overwritten in place costs no new disk blocks, one that has to grow again does, at every commit.
const LOG_LIMIT_BYTES = 48 * 1024 * 1024
const CACHE_KIB = 16 * 1024

/** The driver is native code: it is loaded only where a database is opened. */
const loadDriver = (): typeof Sqlite => createRequire(import.meta.url)('better-sqlite3') as typeof Sqlite

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new FrameworkError('STORAGE_UNWRITABLE', {
      message: `The folder of the database "${path}" cannot be made: ${reason}. Choose a path this user may write to.`,
      details: { path },
      cause,
    })
  }
}

function useWriteAheadLog(db: Sqlite.Database, path: string): void {
  const mode = db.pragma('journal_mode = wal', { simple: true })
  if (mode === 'wal' || mode === 'memory') return
  throw new FrameworkError('STORAGE_UNWRITABLE', {
    message: `The database "${path}" cannot keep a write-ahead log (its journal mode stays "${mode}"). Choose a path on a local disk.`,
    details: { path, mode },
  })
}

export interface OpenDatabase {
  readonly db: Sqlite.Database
  readonly statements: Statements
  readonly migrated: Migrated
}

/** Opens a database that survives a power cut once a commit has returned, with its schema up to date. */
export function openDatabase(path: string): OpenDatabase {
  if (path !== ':memory:') makeFolder(path)
  const db = new (loadDriver())(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    useWriteAheadLog(db, path)
    db.pragma('synchronous = full')
    db.pragma('foreign_keys = on')
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    db.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`)
    db.pragma(`cache_size = ${-CACHE_KIB}`)
    db.pragma('temp_store = memory')
    const migrated = migrateSqlite(db, path)
    return { db, statements: prepareStatements(db), migrated }
  } catch (error) {
    db.close()
    throw error
  }
}
