import type { StoragePlace } from '../storage-place.ts'
import { MIGRATIONS, type Migrated, versionAfter } from './migrations.ts'

/** Where a database stands, looked at without changing it. */
export interface SchemaStatus {
  readonly place: StoragePlace
  /** Of the schema that is there; 0 for none. Greater than `known` where a newer Pawl has migrated it. */
  readonly version: number
  /** The newest version that this Pawl knows. */
  readonly known: number
  /** What opening the database would do, in order. */
  readonly missing: Migrated['applied']
}

export const schemaStatusOf = (place: StoragePlace, version: number): SchemaStatus => ({
  place,
  version,
  known: versionAfter(MIGRATIONS),
  missing: MIGRATIONS.filter((migration) => migration.version > version).map(({ version: nr, name }) => ({ version: nr, name })),
})
