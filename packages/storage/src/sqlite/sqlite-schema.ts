import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { systemClock } from '@pawl/core/plugin'
import type Sqlite from 'better-sqlite3'
import { type SchemaStatus, schemaStatusOf } from '../schema/schema-status.ts'
import { versionOf } from './migrate-sqlite.ts'
import { untilFree } from './turns.ts'

const BUSY_DEADLINE_MS = 30_000

function readVersion(path: string): number {
  const driver = createRequire(import.meta.url)('better-sqlite3') as typeof Sqlite
  const db = new driver(path, { readonly: true })
  try {
    return versionOf(db)
  } finally {
    db.close()
  }
}

/** Throws as `sqliteStorage`; a file that is not there is a database with nothing in it. */
export async function sqliteSchema({ path }: { readonly path: string }): Promise<SchemaStatus> {
  const waiting = { path, busyDeadlineMs: BUSY_DEADLINE_MS, clock: systemClock, random: Math.random }
  const version = existsSync(path) ? await untilFree(waiting, () => readVersion(path)) : 0
  return schemaStatusOf({ kind: 'sqlite', path }, version)
}
