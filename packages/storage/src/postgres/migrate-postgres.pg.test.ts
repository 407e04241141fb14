import pg from 'pg'
import { expect, test } from 'vitest'
import { postgresServer } from '../../test/postgres-server.ts'
import type { Migration } from '../schema/migration.ts'
import type { Migrated } from '../schema/migrations.ts'
import { connectionTarget } from './connection-target.ts'
import { openConnections, withConnection } from './connections.ts'
import { migratePostgres } from './migrate-postgres.ts'

const server = postgresServer()

async function migrate(schema: string, migrations: readonly Migration[]): Promise<Migrated> {
  const connectionString = server.connectionString()
  const settings = { connectionString, connectTimeoutMs: 10_000, statementTimeoutMs: 10_000, maxConnections: 2 }
  const target = connectionTarget(pg, connectionString, schema)
  const { reading, writing } = openConnections(pg, target, settings)
  try {
    return await withConnection(reading, (connection) => migratePostgres(connection, target, migrations))
  } finally {
    await Promise.all([reading.end(), writing.end()])
  }
}

const addTable = (version: number, table: string): Migration => ({
  version,
  name: `adds ${table}`,
  build: (schema) => [schema.createTable(table).addColumn('id', 'text')],
})

async function tables(schema: string): Promise<string[]> {
  const rows = await server.query<{ tablename: string }>('select tablename from pg_tables where schemaname = $1', [schema])
  return rows.map(({ tablename }) => tablename).sort()
}

test('only what is missing is applied, in order, and recorded', async () => {
  await migrate('steps', [addTable(1, 'first')])
  expect(await migrate('steps', [addTable(1, 'never'), addTable(2, 'second'), addTable(3, 'third')])).toEqual({
    version: 3,
    applied: [
      { version: 2, name: 'adds second' },
      { version: 3, name: 'adds third' },
    ],
  })
  const again = await migrate('steps', [addTable(1, 'never'), addTable(2, 'never'), addTable(3, 'never')])
  expect(again).toEqual({ version: 3, applied: [] })
  expect(await tables('steps')).toEqual(['first', 'pawl_migrations', 'second', 'third'])
  expect(await server.query('select version, name from steps.pawl_migrations order by version')).toEqual([
    { version: 1, name: 'adds first' },
    { version: 2, name: 'adds second' },
    { version: 3, name: 'adds third' },
  ])
})

test('a migration that fails leaves the database as it was', async () => {
  await migrate('failing', [addTable(1, 'first')])
  await expect(migrate('failing', [addTable(1, 'first'), addTable(2, 'second'), addTable(3, 'first')])).rejects.toThrow('first')
  expect(await tables('failing')).toEqual(['first', 'pawl_migrations'])
})

test('of many that migrate at once each step is taken by one', async () => {
  const steps = [addTable(1, 'first'), addTable(2, 'second')]
  for (const schema of ['together', 'again', 'once_more']) {
    const all = await Promise.all(Array.from({ length: 6 }, () => migrate(schema, steps)))
    expect(all.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 0, 0, 2])
  }
})
