import type pg from 'pg'
import type { PostgresDriver, PostgresTarget } from './connection-target.ts'
import { connectError, isSpent, queryError } from './postgres-error.ts'

/** One session of the server, until it is released. Its errors are framework errors. */
export interface Connection {
  query<Row extends object>(query: string | PreparedQuery, values?: readonly unknown[]): Promise<pg.QueryResult<Row>>
  release(): void
}

/** A statement that the server parses once for each session. */
export interface PreparedQuery {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

export interface ConnectionPool {
  connect(): Promise<Connection>
  end(): Promise<void>
}

export interface ConnectionSettings {
  readonly connectionString: string
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
}

// A client that has heard nothing for this long asks whether the other side is still there.
const KEEP_ALIVE_MS = 10_000
// A statement ends by the server's own timeout first; one that is not even refused has lost its server.
const ANSWER_GRACE_MS = 10_000
const IDLE_MS = 30_000
const WRITERS_SHARE = 0.4

const INT8 = 20
const JSON_TEXT = 114

/** Numbers as numbers (none here is beyond 2^53), JSON as the text it is. */
const parserOf =
  (driver: PostgresDriver): pg.CustomTypesConfig['getTypeParser'] =>
  (oid, format) => {
    if (oid === INT8) return Number
    if (oid === JSON_TEXT) return String
    return driver.types.getTypeParser(oid, format)
  }

const clientConfig = (driver: PostgresDriver, settings: ConnectionSettings): pg.ClientConfig => ({
  connectionString: settings.connectionString,
  connectionTimeoutMillis: settings.connectTimeoutMs,
  query_timeout: settings.statementTimeoutMs + ANSWER_GRACE_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  fallback_application_name: 'pawl',
  types: { getTypeParser: parserOf(driver) },
})

// Set by statements, not in the startup packet, which connection poolers refuse.
const sessionSettings = (schema: string, { statementTimeoutMs }: ConnectionSettings): readonly string[] => [
  `search_path = "${schema}"`,
  `default_transaction_isolation = 'read committed'`,
  `statement_timeout = ${statementTimeoutMs}`,
]

/**
 * For sessions that only run the prepared statements of the writing side. Each is planned once, whatever it is first called
 * with and however small the tables are then: always by way of the keys.
 */
const WRITING_SETTINGS: readonly string[] = [
  'plan_cache_mode = force_generic_plan',
  'enable_seqscan = off',
  'enable_hashjoin = off',
  'enable_mergejoin = off',
  'jit = off',
]

const connectionOf = (client: pg.PoolClient, target: PostgresTarget): Connection => {
  let spent = false
  return {
    async query<Row extends object>(query: string | PreparedQuery, values: readonly unknown[] = []) {
      try {
        const config = typeof query === 'string' ? { text: query, values } : query
        return await client.query<Row>({ ...config, values: [...config.values] })
      } catch (error) {
        const told = queryError(target, error)
        spent ||= isSpent(told)
        throw told
      }
    },
    release: () => client.release(spent),
  }
}

interface PoolOptions {
  readonly driver: PostgresDriver
  readonly target: PostgresTarget
  readonly settings: ConnectionSettings
  readonly max: number
  /** Assignments that every session begins with. */
  readonly session: readonly string[]
}

function connectionPool({ driver, target, settings, max, session }: PoolOptions): ConnectionPool {
  const statements = session.map((assignment) => `set ${assignment}`).join('; ')
  const pool = new driver.Pool({
    ...clientConfig(driver, settings),
    max,
    // One stays open, with its statements prepared.
    min: 1,
    idleTimeoutMillis: IDLE_MS,
    onConnect: (client) => client.query(statements),
  })
  // Whoever uses a connection hears of its end from its query; an idle one is replaced when it is needed.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    async connect() {
      try {
        return connectionOf(await pool.connect(), target)
      } catch (error) {
        throw connectError(target, error)
      }
    },
    end: () => pool.end(),
  }
}

export interface Connections {
  /** Its sessions plan for prepared statements; see {@link WRITING_SETTINGS}. */
  readonly writing: ConnectionPool
  readonly reading: ConnectionPool
}

/** Nothing is connected before it is needed. Reads cannot take the last connection from the writes. */
export function openConnections(
  driver: PostgresDriver,
  target: PostgresTarget,
  settings: ConnectionSettings & { readonly maxConnections: number },
): Connections {
  const session = sessionSettings(target.schema, settings)
  const writers = Math.max(1, Math.floor(settings.maxConnections * WRITERS_SHARE))
  const readers = Math.max(1, settings.maxConnections - writers)
  return {
    writing: connectionPool({ driver, target, settings, max: writers, session: [...session, ...WRITING_SETTINGS] }),
    reading: connectionPool({ driver, target, settings, max: readers, session }),
  }
}

/** A connection of the pool for one piece of work. */
export async function withConnection<Result>(
  pool: ConnectionPool,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.connect()
  try {
    return await work(connection)
  } finally {
    connection.release()
  }
}

/** A client outside the pools, for the one session that only listens. */
export const listeningClient = (driver: PostgresDriver, settings: ConnectionSettings): pg.Client =>
  new driver.Client(clientConfig(driver, settings))
