import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const addReexecutionTerms: Migration = {
  version: 5,
  name: 'steps that a re-execution marks as done; outputs that were taken over',
  build: (schema, { json }) => [
    schema.alterTable('runs').addColumn('reexecution', json),
    // Only of outputs that another run has made: the others, which are most, are not in its way.
    schema.createIndex('outputs_taken_over').on('outputs').column('origin_run_id').where(sql<boolean>`origin_run_id <> run_id`),
  ],
}
