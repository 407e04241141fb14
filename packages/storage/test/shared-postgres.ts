import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestProject } from 'vitest/node'
import { type Cluster, startCluster } from './postgres-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the socket that tells the port of the Postgres server of this test run. */
    readonly postgresSocket: string
  }
}

/** What is asked for the server's port. */
interface Answer {
  readonly port: number | null
  readonly error: string | null
}

/**
 * Vitest runs this once, around all test files: one Postgres server for those that want one. It is started when the first of them asks, by a
 * local socket, because a run of other tests shall not wait for it.
 */
export default async function sharePostgres({ provide }: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-postgres-socket-'))
  const path = join(folder, 'socket')
  let starting: Promise<Cluster> | undefined
  const answer = async (): Promise<Answer> => {
    starting ??= startCluster()
    try {
      return { port: (await starting).port, error: null }
    } catch (error) {
      return { port: null, error: String(error) }
    }
  }
  const server = createServer(async (socket) => {
    // Whoever has asked may be gone by now.
    socket.on('error', () => {})
    socket.end(JSON.stringify(await answer()))
  })
  server.listen(path)
  await once(server, 'listening')
  provide('postgresSocket', path)
  return async () => {
    server.close()
    const cluster = await starting?.catch(() => undefined)
    await cluster?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The port of the server of this test run. */
export async function sharedPostgresPort(socketPath: string): Promise<number> {
  const { port, error } = JSON.parse(await text(connect(socketPath))) as Answer
  if (port === null) throw new Error(error ?? 'There is no Postgres server.')
  return port
}
