import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Migration } from '../schema/migration.ts'
import { MIGRATIONS } from '../schema/migrations.ts'
import { migrateSqlite } from './migrate-sqlite.ts'

const addTable = (version: number, table: string): Migration => ({
  version,
  name: `adds ${table}`,
  build: (schema) => [schema.createTable(table).addColumn('id', 'text')],
})

const tables = (db: Database.Database): unknown[] =>
  db.prepare(`select name from sqlite_schema where type = 'table' order by name`).pluck().all()

test('versions count from 1 without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1))
})

test('only what is missing is applied, in order, and recorded', () => {
  const db = new Database(':memory:')
  migrateSqlite(db, 'x', [addTable(1, 'first')])
  expect(migrateSqlite(db, 'x', [addTable(1, 'never'), addTable(2, 'second'), addTable(3, 'third')])).toEqual({
    version: 3,
    applied: [
      { version: 2, name: 'adds second' },
      { version: 3, name: 'adds third' },
    ],
  })
  const again = migrateSqlite(db, 'x', [addTable(1, 'never'), addTable(2, 'never'), addTable(3, 'never')])
  expect(again).toEqual({ version: 3, applied: [] })
  expect(tables(db)).toEqual(['first', 'pawl_migrations', 'second', 'third'])
  expect(db.prepare('select version, name from pawl_migrations order by version').all()).toEqual([
    { version: 1, name: 'adds first' },
    { version: 2, name: 'adds second' },
    { version: 3, name: 'adds third' },
  ])
})

test('a migration that fails leaves the database as it was', () => {
  const db = new Database(':memory:')
  migrateSqlite(db, 'x', [addTable(1, 'first')])
  expect(() => migrateSqlite(db, 'x', [addTable(1, 'first'), addTable(2, 'second'), addTable(3, 'first')])).toThrow('first')
  expect(tables(db)).toEqual(['first', 'pawl_migrations'])
})
