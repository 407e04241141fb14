import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Cluster, PASSWORD, START_DEADLINE_MS, SUPERUSER, startCluster } from './postgres-cluster.ts'
import { sharedPostgresPort } from './shared-postgres.ts'

interface Login {
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly port?: number
}

/** A database of this test file's own; it is there while its tests run. */
export interface PostgresServer {
  readonly password: string
  /** The database's name. */
  readonly database: string
  port(): number
  /** The superuser and this file's database where nothing else is said. */
  connectionString(login?: Login): string
  /** Runs SQL as the superuser and gives the rows. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** A server of this test file's own. */
export interface OwnPostgresServer extends PostgresServer {
  stop(): Promise<void>
  start(): Promise<void>
}

const connectionStringOf = ({ user = SUPERUSER, password = PASSWORD, database = '', port = 0 }: Login): string =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

async function query<Row extends object>(connectionString: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

const serverOn = (database: string, port: () => number): PostgresServer => {
  const connectionString = (login: Login = {}): string => connectionStringOf({ database, port: port(), ...login })
  return {
    password: PASSWORD,
    database,
    port,
    connectionString,
    query: (text, values = []) => query(connectionString(), text, values),
  }
}

const missing = (): never => {
  throw new Error('The server is there only while tests run.')
}

/** A new, empty database on the server of this test run; it goes with the server. */
export async function newDatabase(name = `test_${randomUUID().replaceAll('-', '')}`): Promise<string> {
  const port = await sharedPostgresPort(inject('postgresSocket'))
  await query(connectionStringOf({ database: 'postgres', port }), `create database ${name}`, [])
  return connectionStringOf({ database: name, port })
}

/** Makes a database on the server of this test run before the tests of this file. */
export function postgresServer(): PostgresServer {
  const database = `test_${randomUUID().replaceAll('-', '')}`
  let port: number | undefined
  beforeAll(async () => {
    await newDatabase(database)
    port = await sharedPostgresPort(inject('postgresSocket'))
  }, START_DEADLINE_MS)
  return serverOn(database, () => port ?? missing())
}

/** Starts a server before the tests of this file and removes it after them: for tests that stop it, or change what is not of one database. */
export function ownPostgresServer(): OwnPostgresServer {
  let cluster: Cluster | undefined
  const running = (): Cluster => cluster ?? missing()
  beforeAll(async () => {
    cluster = await startCluster()
  }, START_DEADLINE_MS)
  afterAll(() => cluster?.remove(), 30_000)
  return {
    ...serverOn('postgres', () => running().port),
    stop: () => running().stop(),
    start: () => running().start(),
  }
}
