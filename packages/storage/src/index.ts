export type { Migrated } from './sqlite/migrate-sqlite.ts'
export { type SqliteStorage, type SqliteStorageOptions, sqliteStorage } from './sqlite/sqlite-storage.ts'
