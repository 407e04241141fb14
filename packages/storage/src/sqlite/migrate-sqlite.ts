import { FrameworkError } from '@pawl/core/plugin'
import type { Database } from 'better-sqlite3'
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Migration, SchemaDialect } from '../schema/migration.ts'
import { MIGRATIONS } from '../schema/migrations.ts'

const SQLITE_SCHEMA: SchemaDialect = { json: 'text', clustered: 'without rowid' }

// Builds the statements only; they are run in one transaction of the connection that holds the lock.
const compileOnly = (): Kysely<unknown> =>
  new Kysely<unknown>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })

const tooNew = (path: string, found: number, known: number): FrameworkError =>
  new FrameworkError('DATABASE_TOO_NEW', {
    message:
      `The database "${path}" has schema version ${found}; this version of Pawl knows versions up to ${known}. ` +
      'Upgrade Pawl, or choose another path.',
    details: { path, found, known },
  })

function apply(db: Database, migration: Migration): void {
  const schema = compileOnly().schema
  for (const statement of migration.build(schema, SQLITE_SCHEMA)) db.exec(statement.compile().sql)
  db.prepare('insert into pawl_migrations (version, name, applied_at) values (?, ?, ?)').run(
    migration.version,
    migration.name,
    new Date().toISOString(),
  )
}

const versionOf = (db: Database): number => {
  const hasTable = db.prepare(`select 1 from sqlite_schema where name = 'pawl_migrations'`).get() !== undefined
  return hasTable ? (db.prepare('select coalesce(max(version), 0) from pawl_migrations').pluck().get() as number) : 0
}

/** What opening a database did to its schema. */
export interface Migrated {
  /** Of the schema as it is now; it counts from 1. */
  readonly version: number
  /** The steps that were taken, in order; none for a database that was up to date. */
  readonly applied: readonly { readonly version: number; readonly name: string }[]
}

/**
 * Brings the database's schema up to this version, in one transaction under the database's write lock: of two processes
 * that open a new database at once one migrates, the other finds it done. Throws DATABASE_TOO_NEW.
 */
export function migrateSqlite(db: Database, path: string, migrations: readonly Migration[] = MIGRATIONS): Migrated {
  const known = migrations.at(-1)?.version ?? 0
  // Looked at without the lock first: an up-to-date database opens while others write.
  if (versionOf(db) === known) return { version: known, applied: [] }
  const migrate = db.transaction((): Migrated => {
    const found = versionOf(db)
    if (found > known) throw tooNew(path, found, known)
    if (found === 0) {
      db.exec(
        'create table if not exists pawl_migrations (version integer primary key, name text not null, applied_at text not null)',
      )
    }
    const missing = migrations.filter(({ version }) => version > found)
    for (const migration of missing) apply(db, migration)
    return { version: known, applied: missing.map(({ version, name }) => ({ version, name })) }
  })
  return migrate.immediate()
}
