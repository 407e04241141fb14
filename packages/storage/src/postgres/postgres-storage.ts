import { randomUUID } from 'node:crypto'
import {
  type Clock,
  type PoolSlots,
  type Random,
  type Run,
  type RunQueue,
  type RunStorage,
  type Storage,
  systemClock,
} from '@pawl/core/plugin'
import { outboxOf, POSTGRES_OUTBOX } from '../queries/outbox.ts'
import { readQueue } from '../queries/queue.ts'
import { type Read, readEventLog, readRuns } from '../queries/reads.ts'
import { listSlots } from '../queries/slots.ts'
import { supervisorRegistry } from '../queries/supervisors.ts'
import { runOf } from '../rows/run-row.ts'
import type { Migrated } from '../schema/migrations.ts'
import type { RunsTable } from '../schema/tables.ts'
import type { StoragePlace } from '../storage-place.ts'
import { acquireSlots } from './acquire-slots.ts'
import { claimRuns } from './claim-runs.ts'
import { connectionTarget, type PostgresDriver, type PostgresTarget } from './connection-target.ts'
import { type Connection, type Connections, listeningClient, openConnections, withConnection } from './connections.ts'
import { deleteRun } from './delete-run.ts'
import { launchRuns } from './launch-runs.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { storageClosed } from './postgres-error.ts'
import { queriesOn } from './queries-on.ts'
import { type RunListener, runListener, type StorageHints } from './run-listener.ts'
import { turnsByRun } from './turns-by-run.ts'
import { type Attempt, PASSING, PASSING_AT_FIRST, type RetryOptions, untilAnswered } from './until-answered.ts'
import { type Writing, writeRuns } from './write-runs.ts'
import { type WriteStatements, writeStatements } from './write-statement.ts'

export interface PostgresStorageOptions {
  /** `postgres://user:password@host:port/database?sslmode=…`; what it leaves out comes from PGHOST, PGUSER and so on. */
  readonly connectionString: string
  /** Of Pawl's tables, made when it is missing. Default `pawl`. */
  readonly schema?: string
  /** At most this many connections at once, and one more where hints are listened to. Default 10. */
  readonly maxConnections?: number
  /** How long one connection may take to come about. Default 10,000 ms. */
  readonly connectTimeoutMs?: number
  /** How long the server may work on one statement. Default 30,000 ms. */
  readonly statementTimeoutMs?: number
  /** How long one operation waits for a server that is away or busy, once the storage is open. Default 30,000 ms. */
  readonly busyDeadlineMs?: number
  /** Whether writes tell other processes of their runs. Default true. */
  readonly hints?: boolean
  readonly clock?: Clock
  readonly random?: Random
}

export interface PostgresStorage extends Storage {
  /** Hears of runs that others with this schema have written. */
  readonly hints: StorageHints
  readonly place: StoragePlace
  /** What opening it did to the schema. */
  readonly migrated: Migrated
  /** Lets what is under way end, then closes the connections. May be called more than once. */
  close(): Promise<void>
}

const resolveOptions = (options: PostgresStorageOptions): Required<PostgresStorageOptions> => {
  const { connectionString, schema = 'pawl', hints = true, maxConnections = 10 } = options
  const { connectTimeoutMs = 10_000, statementTimeoutMs = 30_000, busyDeadlineMs = 30_000 } = options
  const { clock = systemClock, random = Math.random } = options
  const limits = { maxConnections, connectTimeoutMs, statementTimeoutMs, busyDeadlineMs }
  return { connectionString, schema, hints, ...limits, clock, random }
}

async function getRun(connection: Connection, runId: string): Promise<Run | undefined> {
  const query = { name: 'pawl_run', text: 'select * from runs where id = $1', values: [runId] }
  const { rows } = await connection.query<RunsTable>(query)
  return rows[0] === undefined ? undefined : runOf(rows[0])
}

interface Opened {
  readonly target: PostgresTarget
  readonly connections: Connections
  readonly listener: RunListener
  readonly statements: WriteStatements
  readonly migrated: Migrated
  readonly retry: Omit<RetryOptions, 'signal' | 'passing'>
}

/** The storage on a database that can be reached and is up to date; closing the one closes the connections of the other. */
function storageOn({ target, connections, listener, statements, migrated, retry }: Opened): PostgresStorage {
  const { writing, reading } = connections
  const kysely = queriesOn(reading)
  const small = queriesOn(writing)
  const turns = turnsByRun()
  const underWay = new Set<Promise<unknown>>()
  const closed = new AbortController()
  let closing: Promise<void> | undefined

  /** Whatever has begun before the storage is closed comes to its end; only a server that is away is not waited for. */
  const begin = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closing !== undefined) throw storageClosed(target)
    const working = work()
    underWay.add(working)
    try {
      return await working
    } finally {
      underWay.delete(working)
    }
  }
  const answer = <Result>(work: (attempt: Attempt) => Promise<Result>): Promise<Result> =>
    untilAnswered({ ...retry, passing: PASSING, signal: closed.signal }, work)
  const read: Read = (query) => begin(() => answer(() => query(kysely)))
  // However many long reads there are, a supervisor that lives can say so.
  const change: Read = (query) => begin(() => answer(() => query(small)))
  const write = <Result>(runIds: readonly string[], work: (writing: Writing) => Promise<Result>): Promise<Result> =>
    begin(() =>
      turns.take(runIds, () =>
        answer((attempt) => withConnection(writing, (connection) => work({ connection, statements, attempt }))),
      ),
    )
  const runs: RunStorage = {
    ...readRuns(read),
    getRun: (runId) => begin(() => answer(() => withConnection(reading, (connection) => getRun(connection, runId)))),
    launchRuns: (launches) =>
      write(
        launches.map(({ spec }) => spec.runId),
        (place) => launchRuns(place, launches),
      ),
    write: (writes) =>
      write(
        writes.map(({ runId }) => runId),
        (place) => writeRuns(place, writes),
      ),
    close() {
      closed.abort()
      closing ??= Promise.allSettled(underWay)
        .then(() => Promise.all([listener.close(), reading.end(), writing.end()]))
        .then(() => {})
      return closing
    },
  }
  const queue: RunQueue = {
    ...readQueue(read),
    async claimRuns(round) {
      // Two operations: when the claims have to be repeated, what was written before them must not be.
      const alongside = await runs.write(round.alongside)
      if (round.runs.length === 0) return { alongside, claims: [] }
      const runIds = round.runs.map(({ runId }) => runId)
      return { alongside, claims: await write(runIds, (place) => claimRuns(place, round)) }
    },
  }
  const slots: PoolSlots = {
    acquireSlots: (requests) => write([], ({ connection }) => acquireSlots(connection, requests)),
    listSlots: () => read(listSlots),
  }
  const { host, port, database, schema } = target
  return {
    runs,
    eventLog: readEventLog(read),
    queue,
    slots,
    supervisors: supervisorRegistry(change),
    outbox: outboxOf(change, POSTGRES_OUTBOX),
    deletion: { deleteRun: (runId) => write([runId], ({ connection }) => deleteRun(connection, runId)) },
    hints: listener,
    place: { kind: 'postgres', host, port, database, schema },
    migrated,
    close: runs.close,
  }
}

/** The driver is loaded only where a database is opened. */
const loadDriver = async (): Promise<PostgresDriver> => (await import('pg')).default

/**
 * Runs and their events in one schema of a Postgres database (version 13 or newer), which several processes and machines may
 * use at once. Connections are made directly or by a pooler in session mode. Throws framework errors that name the host and
 * the database, never the password: INVALID_CONNECTION_STRING, INVALID_SCHEMA_NAME, STORAGE_UNREACHABLE,
 * STORAGE_LOGIN_REFUSED, STORAGE_NO_DATABASE, STORAGE_FORBIDDEN, STORAGE_ENCODING, DATABASE_TOO_NEW on opening; later also
 * STORAGE_BUSY, STORAGE_TIMEOUT, STORAGE_CONNECTION_LOST, STORAGE_FULL, STORAGE_UNWRITABLE, STORAGE_TEXT_REFUSED,
 * STORAGE_VALUE_REFUSED, STORAGE_FAILED, STORAGE_CLOSED.
 */
export async function postgresStorage(options: PostgresStorageOptions): Promise<PostgresStorage> {
  const resolved = resolveOptions(options)
  const { clock, random, busyDeadlineMs: deadlineMs } = resolved
  const retry = { clock, random, deadlineMs }
  const driver = await loadDriver()
  const target = connectionTarget(driver, resolved.connectionString, resolved.schema)
  const connections = openConnections(driver, target, resolved)
  const channel = `pawl_${target.schema}`
  const sender = randomUUID()
  const listener = runListener({ channel, sender, clock, newClient: () => listeningClient(driver, resolved) })
  try {
    const opening = { ...retry, passing: PASSING_AT_FIRST, signal: new AbortController().signal }
    const migrated = await untilAnswered(opening, () =>
      withConnection(connections.reading, (connection) => migratePostgres(connection, target)),
    )
    const statements = writeStatements(resolved.hints ? { channel, sender } : null)
    return storageOn({ target, connections, listener, statements, migrated, retry })
  } catch (error) {
    await Promise.all([connections.reading.end(), connections.writing.end()])
    throw error
  }
}
