import { FrameworkError } from '@pawl/core/plugin'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { Migration, SchemaDialect } from '../schema/migration.ts'
import {
  CREATE_MIGRATIONS_TABLE,
  MIGRATIONS,
  type Migrated,
  migratedBy,
  missingMigrations,
  versionAfter,
} from '../schema/migrations.ts'
import { describeTarget, type PostgresTarget } from './connection-target.ts'
import type { Connection } from './connections.ts'

const POSTGRES_SCHEMA: SchemaDialect = {
  text: sql`text collate "C"`,
  json: 'json',
  clustered: '',
  // Room on each page for the next version of a row: it needs no new entry in any index then.
  rewritten: 'with (fillfactor = 70)',
}

// A process that is stopped in the middle of a migration must not keep the others waiting for ever.
const LONGEST_PAUSE_SECONDS = 60

// Builds the statements only; they are run in one transaction of the connection that holds the lock.
const compileOnly = (): Kysely<unknown> =>
  new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })

async function apply(connection: Connection, migration: Migration): Promise<void> {
  const statements = migration.build(compileOnly().schema, POSTGRES_SCHEMA).map((statement) => statement.compile().sql)
  await connection.query(statements.join(';\n'))
  await connection.query('insert into pawl_migrations (version, name, applied_at) values ($1, $2, $3)', [
    migration.version,
    migration.name,
    new Date().toISOString(),
  ])
}

async function checkEncoding(connection: Connection, target: PostgresTarget): Promise<void> {
  const { rows } = await connection.query<{ encoding: string }>(`select current_setting('server_encoding') as encoding`)
  const encoding = rows[0]?.encoding
  if (encoding === 'UTF8') return
  throw new FrameworkError('STORAGE_ENCODING', {
    message: `The database ${describeTarget(target)} keeps its texts as ${encoding}. Choose one that was created with encoding 'UTF8'.`,
    details: { database: target.database, encoding },
  })
}

// Looked up in the catalog itself: names are resolved by a cache that does not know what others have made while this
// transaction was waiting for the lock.
const HAS_MIGRATIONS = `select 1 from pg_class as relation join pg_namespace as schema on schema.oid = relation.relnamespace
  where schema.nspname = $1 and relation.relname = 'pawl_migrations'`

/** 0 for a schema with nothing in it. */
export async function versionOf(connection: Connection, { schema }: PostgresTarget): Promise<number> {
  const { rows } = await connection.query(HAS_MIGRATIONS, [schema])
  if (rows.length === 0) return 0
  const versions = await connection.query<{ version: number }>('select coalesce(max(version), 0) as version from pawl_migrations')
  return versions.rows[0]?.version ?? 0
}

/** Made only where it is missing: who may not make schemas can be given one. */
async function createSchema(connection: Connection, schema: string): Promise<void> {
  const { rows } = await connection.query('select 1 from pg_namespace where nspname = $1', [schema])
  if (rows.length === 0) await connection.query(`create schema "${schema}"`)
}

async function migrate(
  connection: Connection,
  target: PostgresTarget,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  await connection.query('begin isolation level read committed')
  await connection.query(`set local idle_in_transaction_session_timeout = '${LONGEST_PAUSE_SECONDS}s'`)
  await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`pawl schema ${target.schema}`])
  // A step over a long table takes the time it takes.
  await connection.query('set local statement_timeout = 0')
  const found = await versionOf(connection, target)
  const missing = missingMigrations(describeTarget(target), found, migrations)
  if (found === 0) {
    await createSchema(connection, target.schema)
    await connection.query(CREATE_MIGRATIONS_TABLE)
  }
  for (const migration of missing) await apply(connection, migration)
  await connection.query('commit')
  return missing
}

/**
 * Brings the schema up to this version, in one transaction under an advisory lock: of two processes that open a new database
 * at once one migrates, the other finds it done. Throws DATABASE_TOO_NEW and STORAGE_ENCODING.
 */
export async function migratePostgres(
  connection: Connection,
  target: PostgresTarget,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Migrated> {
  await checkEncoding(connection, target)
  // Looked at without the lock first: an up-to-date database opens while others migrate theirs or write.
  if ((await versionOf(connection, target)) === versionAfter(migrations)) return migratedBy(migrations, [])
  try {
    return migratedBy(migrations, await migrate(connection, target, migrations))
  } catch (error) {
    // On a connection that is lost there is nothing to take back.
    await connection.query('rollback').catch(() => {})
    throw error
  }
}
