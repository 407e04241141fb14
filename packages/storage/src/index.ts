export { type PostgresStorage, type PostgresStorageOptions, postgresStorage } from './postgres/postgres-storage.ts'
export type { StorageHints } from './postgres/run-listener.ts'
export type { Migrated } from './schema/migrations.ts'
export { type SqliteStorage, type SqliteStorageOptions, sqliteStorage } from './sqlite/sqlite-storage.ts'
