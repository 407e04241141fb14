import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const addInputsFromIndex: Migration = {
  version: 6,
  name: 'the runs that take inputs from a run',
  build: (schema) => [
    // Most runs take inputs from none: they are not in its way.
    schema
      .createIndex('runs_by_inputs_from')
      .on('runs')
      .column('inputs_from_run_id')
      .where(sql<boolean>`inputs_from_run_id is not null`),
  ],
}
