import { createRunTables } from './001-run-tables.ts'
import type { Migration } from './migration.ts'

/** In order of their versions; the schema of this Pawl is the version of the last. */
export const MIGRATIONS: readonly Migration[] = [createRunTables]
