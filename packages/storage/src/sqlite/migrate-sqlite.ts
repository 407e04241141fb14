import type { Database } from 'better-sqlite3'
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Migration, SchemaDialect } from '../schema/migration.ts'
import {
  CREATE_MIGRATIONS_TABLE,
  MIGRATIONS,
  type Migrated,
  migratedBy,
  missingMigrations,
  versionAfter,
} from '../schema/migrations.ts'

const SQLITE_SCHEMA: SchemaDialect = { text: 'text', json: 'text', clustered: 'without rowid', rewritten: '' }

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

function apply(db: Database, migration: Migration): void {
  const schema = compileOnly().schema
  for (const statement of migration.build(schema, SQLITE_SCHEMA)) db.exec(statement.compile().sql)
  db.prepare('insert into pawl_migrations (version, name, applied_at) values (?, ?, ?)').run(
    migration.version,
    migration.name,
    new Date().toISOString(),
  )
}

/** 0 for a database with nothing in it. */
export const versionOf = (db: Database): number => {
  const hasTable = db.prepare(`select 1 from sqlite_schema where name = 'pawl_migrations'`).get() !== undefined
  return hasTable ? (db.prepare('select coalesce(max(version), 0) from pawl_migrations').pluck().get() as number) : 0
}

/**
 * Brings the database's schema up to this version, in one transaction under the database's write lock: of two processes
 * that open a new database at once one migrates, the other finds it done. Throws DATABASE_TOO_NEW.
 */
export function migrateSqlite(db: Database, path: string, migrations: readonly Migration[] = MIGRATIONS): Migrated {
  // Looked at without the lock first: an up-to-date database opens while others write.
  if (versionOf(db) === versionAfter(migrations)) return migratedBy(migrations, [])
  const migrate = db.transaction((): Migrated => {
    const found = versionOf(db)
    const missing = missingMigrations(`"${path}"`, found, migrations)
    if (found === 0) db.exec(CREATE_MIGRATIONS_TABLE)
    for (const migration of missing) apply(db, migration)
    return migratedBy(migrations, missing)
  })
  return migrate.immediate()
}
