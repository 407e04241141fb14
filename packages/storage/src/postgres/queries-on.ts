import { Kysely, type Logger, PostgresDialect, type PostgresPool } from 'kysely'
import type { Db } from '../queries/db.ts'
import type { Tables } from '../schema/tables.ts'
import type { ConnectionPool } from './connections.ts'

/** Runs Kysely's queries on connections of ours. It uses no more of a driver's pool than this, and never ends it. */
export function queriesOn({ connect }: ConnectionPool, log?: Logger): Db {
  const pool = { connect, options: {} } as unknown as PostgresPool
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), ...(log === undefined ? {} : { log }) })
}
