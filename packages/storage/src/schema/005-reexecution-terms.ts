import type { Migration } from './migration.ts'

export const addReexecutionTerms: Migration = {
  version: 5,
  name: 'steps that a re-execution marks as done',
  build: (schema, { json }) => [schema.alterTable('runs').addColumn('reexecution', json)],
}
