import { FrameworkError } from '@pawl/core/plugin'
import type pg from 'pg'

/** Where the tables lie, for messages: never with a password. */
export interface PostgresTarget {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly schema: string
}

export type PostgresDriver = typeof pg

const IS_CONNECTION_STRING = /^(postgres(ql)?|socket):\/\/|^\//
// Quoted everywhere, and short enough for the names that are made of it: Postgres cuts names at 63 bytes.
const IS_SCHEMA = /^[A-Za-z_][A-Za-z0-9_]{0,49}$/

const badConnectionString = (): FrameworkError =>
  new FrameworkError('INVALID_CONNECTION_STRING', {
    message: 'This is no Postgres connection string. It has the form postgres://user:password@host:port/database.',
  })

/** What a client with this connection string would connect to, defaults and environment variables included. */
function clientOf(driver: PostgresDriver, connectionString: string): pg.Client {
  if (!IS_CONNECTION_STRING.test(connectionString)) throw badConnectionString()
  try {
    return new driver.Client({ connectionString })
  } catch {
    // The error would carry the whole string, password and all.
    throw badConnectionString()
  }
}

/** Throws INVALID_CONNECTION_STRING and INVALID_SCHEMA_NAME. */
export function connectionTarget(driver: PostgresDriver, connectionString: string, schema: string): PostgresTarget {
  if (!IS_SCHEMA.test(schema)) {
    throw new FrameworkError('INVALID_SCHEMA_NAME', {
      message: `"${schema}" cannot be the schema of Pawl's tables. Give a letter or "_", then letters, digits and "_", at most 50.`,
      details: { schema },
    })
  }
  const { host, port, database = '', user = '' } = clientOf(driver, connectionString)
  return { host, port, database, user, schema }
}

/** `"shop" on db.example.com:5432`, as messages name a database. */
export const describeTarget = ({ host, port, database }: PostgresTarget): string => `"${database}" on ${host}:${port}`
