import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const createSupervisors: Migration = {
  version: 2,
  name: 'supervisors and their leases',
  build: (schema, { text, rewritten }) => [
    schema
      .createTable('supervisors')
      .addColumn('id', text, (id) => id.primaryKey().notNull())
      .addColumn('host_id', text, (column) => column.notNull())
      .addColumn('pid', 'integer', (column) => column.notNull())
      .addColumn('socket_path', text)
      .addColumn('lease_ms', 'bigint', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('beat', 'bigint', (column) => column.notNull())
      .addColumn('status', text, (column) => column.notNull())
      .addCheckConstraint('supervisors_status_is_known', sql`status = 'alive' or status = 'dead'`)
      .modifyEnd(sql.raw(rewritten)),
  ],
}
