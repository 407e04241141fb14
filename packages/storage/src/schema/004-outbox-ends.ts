import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const addOutboxEnds: Migration = {
  version: 4,
  name: 'notifications that were given up, and the indexes over the outbox',
  build: (schema, { text }) => [
    schema.alterTable('outbox').addColumn('given_up_at', 'bigint'),
    schema.alterTable('outbox').addColumn('error', text),
    schema.dropIndex('outbox_due'),
    schema
      .createIndex('outbox_due')
      .on('outbox')
      .columns(['not_before', 'id'])
      .where(sql<boolean>`delivered_at is null and given_up_at is null`),
    schema.createIndex('outbox_ended').on('outbox').expression(sql`coalesce(delivered_at, given_up_at)`),
    schema.createIndex('outbox_by_run').on('outbox').column('run_id'),
  ],
}
