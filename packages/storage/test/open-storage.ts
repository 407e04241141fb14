import { type PostgresStorageOptions, postgresStorage } from '../src/postgres/postgres-storage.ts'
import { type SqliteStorage, type SqliteStorageOptions, sqliteStorage } from '../src/sqlite/sqlite-storage.ts'

/** A storage as an argument of a process. */
export type StorageAddress = { readonly sqlite: SqliteStorageOptions } | { readonly postgres: PostgresStorageOptions }

export const openStorage = (address: StorageAddress): Promise<Pick<SqliteStorage, 'runs' | 'eventLog' | 'close'>> =>
  'sqlite' in address ? sqliteStorage(address.sqlite) : postgresStorage(address.postgres)
