import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/**
 * The columns of the queue's order, behind the status that all have, without which SQLite takes another index; and what a look at the queue
 * reads besides, so that it need not read the runs that wait for their time.
 */
const QUEUE_COLUMNS = ['status', 'priority desc', 'created_at', 'id', 'not_before']

export const createPoolSlots: Migration = {
  version: 3,
  name: 'slots of step pools, and an index of queued runs only',
  build: (schema, { text, clustered }) => [
    schema
      .createTable('pool_slots')
      .addColumn('run_id', text, (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('step_key', text, (column) => column.notNull())
      .addColumn('pool', text, (column) => column.notNull())
      .addColumn('attempt', 'integer', (column) => column.notNull())
      .addColumn('epoch', 'integer', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('pool_slots_key', ['run_id', 'step_key'])
      .modifyEnd(sql.raw(clustered)),
    schema.createIndex('pool_slots_by_pool').on('pool_slots').columns(['pool', 'since', 'run_id', 'step_key']),
    // The one before held every run there ever was, and was rewritten with each change of a status.
    schema.dropIndex('runs_queue'),
    schema
      .createIndex('runs_queue')
      .on('runs')
      .expression(sql.join(QUEUE_COLUMNS.map((column) => sql.raw(column))))
      .where(sql<boolean>`status = 'QUEUED'`),
  ],
}
