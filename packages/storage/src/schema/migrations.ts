import { FrameworkError } from '@pawl/core/plugin'
import { createRunTables } from './001-run-tables.ts'
import { createSupervisors } from './002-supervisors.ts'
import { createPoolSlots } from './003-pool-slots.ts'
import { addOutboxEnds } from './004-outbox-ends.ts'
import { addReexecutionTerms } from './005-reexecution-terms.ts'
import { addInputsFromIndex } from './006-inputs-from.ts'
import type { Migration } from './migration.ts'

/** In order of their versions; the schema of this Pawl is the version of the last. */
export const MIGRATIONS: readonly Migration[] = [
  createRunTables,
  createSupervisors,
  createPoolSlots,
  addOutboxEnds,
  addReexecutionTerms,
  addInputsFromIndex,
]

/** The same in every database; made before the first migration. */
export const CREATE_MIGRATIONS_TABLE =
  'create table if not exists pawl_migrations (version integer primary key, name text not null, applied_at text not null)'

/** What opening a database did to its schema. */
export interface Migrated {
  /** Of the schema as it is now; it counts from 1. */
  readonly version: number
  /** The steps that were taken, in order; none for a database that was up to date. */
  readonly applied: readonly { readonly version: number; readonly name: string }[]
}

export const versionAfter = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0

/** The steps that take a database from version `found`, 0 for an empty one, to the newest. Throws DATABASE_TOO_NEW. */
export function missingMigrations(database: string, found: number, migrations: readonly Migration[]): readonly Migration[] {
  const known = versionAfter(migrations)
  if (found <= known) return migrations.filter(({ version }) => version > found)
  throw new FrameworkError('DATABASE_TOO_NEW', {
    message:
      `The database ${database} has schema version ${found}; this version of Pawl knows versions up to ${known}. ` +
      'Upgrade Pawl, or choose another database.',
    details: { database, found, known },
  })
}

export const migratedBy = (migrations: readonly Migration[], applied: readonly Migration[]): Migrated => ({
  version: versionAfter(migrations),
  applied: applied.map(({ version, name }) => ({ version, name })),
})
