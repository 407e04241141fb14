import { type SchemaStatus, schemaStatusOf } from '../schema/schema-status.ts'
import { connectionTarget } from './connection-target.ts'
import { openConnections, withConnection } from './connections.ts'
import { versionOf } from './migrate-postgres.ts'
import type { PostgresStorageOptions } from './postgres-storage.ts'

const LIMITS = { connectTimeoutMs: 10_000, statementTimeoutMs: 30_000, maxConnections: 2 } as const

/** Throws as `postgresStorage`; a schema that is not there is a database with nothing in it. */
export async function postgresSchema({
  connectionString,
  schema = 'pawl',
}: Pick<PostgresStorageOptions, 'connectionString' | 'schema'>): Promise<SchemaStatus> {
  const { default: driver } = await import('pg')
  const target = connectionTarget(driver, connectionString, schema)
  const { reading, writing } = openConnections(driver, target, { connectionString, ...LIMITS })
  try {
    const version = await withConnection(reading, (connection) => versionOf(connection, target))
    const { host, port, database } = target
    return schemaStatusOf({ kind: 'postgres', host, port, database, schema }, version)
  } finally {
    await Promise.all([reading.end(), writing.end()])
  }
}
