export { type SqliteStorage, type SqliteStorageOptions, sqliteStorage } from './sqlite/sqlite-storage.ts'
