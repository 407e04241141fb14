import { type Compilable, type RawBuilder, type SchemaModule, sql } from 'kysely'
import type { Migration, SchemaDialect } from './migration.ts'

// A chain of comparisons, because SQLite builds a table for an `in` list each time a row is checked.
const oneOf = (column: string, values: readonly string[]): RawBuilder<unknown> =>
  sql.raw(values.map((value) => `${column} = '${value}'`).join(' or '))

// The lists are written out: a released migration must not change when a list in core grows.
const RUN_STATUS = oneOf('status', ['QUEUED', 'STARTING', 'STARTED', 'CANCELING', 'SUCCESS', 'FAILURE', 'CANCELED'])
const STEP_STATUS = oneOf('status', ['STARTED', 'UP_FOR_RETRY', 'SUCCESS', 'FAILURE', 'SKIPPED', 'REUSED', 'MARKED_DONE'])
const STRATEGY = oneOf('strategy', ['ALL_STEPS', 'FROM_FAILURE', 'SELECTED', 'FROM_SELECTED'])
const LEVEL = oneOf('level', ['debug', 'info', 'warn', 'error'])

const createRuns = (schema: SchemaModule, { text, json, rewritten }: SchemaDialect): Compilable =>
  schema
    .createTable('runs')
    .addColumn('id', text, (id) => id.primaryKey().notNull())
    .addColumn('location_name', text, (column) => column.notNull())
    .addColumn('job_name', text, (column) => column.notNull())
    .addColumn('generation', text)
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('next_seq', 'bigint', (column) => column.notNull())
    .addColumn('last_batch', 'bigint', (column) => column.notNull())
    .addColumn('owner', text)
    .addColumn('root_run_id', text, (column) => column.notNull())
    .addColumn('parent_run_id', text)
    .addColumn('retry_of_run_id', text, (column) => column.unique())
    .addColumn('retry_number', 'integer', (column) => column.notNull())
    .addColumn('strategy', text)
    .addColumn('retry_policy', json)
    .addColumn('not_before', 'bigint')
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('origin', text, (column) => column.notNull())
    .addColumn('origin_name', text)
    .addColumn('origin_tick', 'bigint')
    .addColumn('launched_by', text)
    .addColumn('partition_key', text)
    .addColumn('inputs_from_run_id', text)
    .addColumn('op_selection', text)
    .addColumn('plan_hash', text)
    .addColumn('failure_reason', text)
    .addColumn('cancel_cause', text)
    .addColumn('idempotency_key', text, (column) => column.unique())
    .addColumn('request_hash', text)
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('starting_at', 'bigint')
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    // The widest columns come last: a database that keeps rows in pages reaches the others without them.
    .addColumn('tags', json, (column) => column.notNull())
    .addColumn('config', json, (column) => column.notNull())
    .addCheckConstraint('runs_id_is_a_uuid', sql`length(id) = 36`)
    .addCheckConstraint('runs_status_is_known', RUN_STATUS)
    .addCheckConstraint('runs_strategy_is_known', STRATEGY)
    .modifyEnd(sql.raw(rewritten))

const RUN_INDEXES: readonly (readonly [string, readonly string[]])[] = [
  ['runs_queue', ['status', 'priority desc', 'created_at', 'id']],
  ['runs_by_time', ['created_at', 'id']],
  ['runs_by_status', ['status', 'created_at', 'id']],
  ['runs_by_job', ['job_name', 'created_at', 'id']],
  ['runs_by_location', ['location_name', 'created_at', 'id']],
  ['runs_by_root', ['root_run_id', 'created_at', 'id']],
  ['runs_by_owner', ['owner', 'status']],
]

const createRunIndexes = (schema: SchemaModule): readonly Compilable[] =>
  RUN_INDEXES.map(([name, columns]) =>
    schema
      .createIndex(name)
      .on('runs')
      .expression(sql.join(columns.map((column) => sql.raw(column)))),
  )

const createRunTags = (schema: SchemaModule, { text, clustered }: SchemaDialect): readonly Compilable[] => [
  schema
    .createTable('run_tags')
    .addColumn('run_id', text, (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('key', text, (column) => column.notNull())
    .addColumn('value', text, (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_tags_key', ['run_id', 'key'])
    .modifyEnd(sql.raw(clustered)),
  schema.createIndex('run_tags_by_value').on('run_tags').columns(['key', 'value', 'created_at', 'run_id']),
  schema.createIndex('run_tags_by_key').on('run_tags').columns(['key', 'created_at', 'run_id']),
]

const createEvents = (schema: SchemaModule, { text, json, clustered }: SchemaDialect): readonly Compilable[] => [
  schema
    .createTable('events')
    .addColumn('run_id', text, (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('v', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('level', text, (column) => column.notNull())
    .addColumn('step_key', text)
    .addColumn('attempt', 'integer')
    .addColumn('payload', json, (column) => column.notNull())
    .addPrimaryKeyConstraint('events_key', ['run_id', 'seq'])
    .addCheckConstraint('events_level_is_known', LEVEL)
    .modifyEnd(sql.raw(clustered)),
  schema
    .createIndex('events_retries')
    .on('events')
    .columns(['run_id', 'step_key', 'attempt'])
    .where(sql<boolean>`type = 'STEP_UP_FOR_RETRY'`),
]

const createSteps = (schema: SchemaModule, { text, clustered }: SchemaDialect): readonly Compilable[] => [
  schema
    .createTable('steps')
    .addColumn('run_id', text, (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('step_key', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('retry_at', 'bigint')
    .addColumn('code_version', text)
    .addColumn('config_hash', text)
    .addColumn('plan_order', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('steps_key', ['run_id', 'step_key'])
    .addCheckConstraint('steps_status_is_known', STEP_STATUS)
    .modifyEnd(sql.raw(clustered)),
  schema.createIndex('steps_by_plan').on('steps').columns(['run_id', 'plan_order', 'step_key']),
]

const createOutputs = (schema: SchemaModule, { text, json, clustered }: SchemaDialect): Compilable =>
  schema
    .createTable('outputs')
    .addColumn('run_id', text, (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('step_key', text, (column) => column.notNull())
    .addColumn('output', text, (column) => column.notNull())
    .addColumn('mapping_key', text, (column) => column.notNull())
    // No reference: the run that made an output may be deleted while a later one reuses it.
    .addColumn('origin_run_id', text, (column) => column.notNull())
    .addColumn('asset_key', text)
    .addColumn('partition_key', text)
    .addColumn('stored', json, (column) => column.notNull())
    .addPrimaryKeyConstraint('outputs_key', ['run_id', 'step_key', 'output', 'mapping_key'])
    .modifyEnd(sql.raw(clustered))

const createPlans = (schema: SchemaModule, { text, json }: SchemaDialect): Compilable =>
  schema
    .createTable('plans')
    .addColumn('hash', text, (column) => column.primaryKey().notNull())
    .addColumn('snapshot', json, (column) => column.notNull())

const createOutbox = (schema: SchemaModule, { text, json }: SchemaDialect): readonly Compilable[] => [
  schema
    .createTable('outbox')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('run_id', text, (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('topic', text, (column) => column.notNull())
    .addColumn('payload', json, (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('delivered_at', 'bigint'),
  schema.createIndex('outbox_due').on('outbox').column('not_before').where(sql<boolean>`delivered_at is null`),
]

export const createRunTables: Migration = {
  version: 1,
  name: 'runs, their events, steps and outputs',
  build: (schema, dialect) => [
    createRuns(schema, dialect),
    ...createRunIndexes(schema),
    ...createRunTags(schema, dialect),
    ...createEvents(schema, dialect),
    ...createSteps(schema, dialect),
    createOutputs(schema, dialect),
    createPlans(schema, dialect),
    ...createOutbox(schema, dialect),
  ],
}
