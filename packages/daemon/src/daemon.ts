import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FrameworkError, type Instance } from '@pawl/core/plugin'
import { createGraphqlHandler } from '@pawl/graphql'
import { launchpadDirectory } from '@pawl/launchpad'
import { loadProject, type Project } from './config/load-config.ts'
import { type Engine, type Report, startEngine } from './engine.ts'
import { removeDaemonRecord, writeDaemonRecord } from './home/daemon-record.ts'
import { reloadOnChange } from './reload-on-change.ts'
import { startHttpServer } from './server/http-server.ts'

export interface DaemonOptions {
  /** The project's folder, or one below it. */
  readonly projectDirectory: string
  /** Over those of the project's config. */
  readonly host?: string
  readonly port?: number
  /** Reloads locations when their files change, and serves GraphiQL. */
  readonly isDevelopment?: boolean
  readonly report?: Report
}

export interface Daemon {
  /** Of the launchpad; GraphQL is at `/graphql` below it. */
  readonly url: string
  readonly instance: Instance
  readonly engine: Engine
  readonly project: Project
  /** Ends the runs, the workers and the server; may be called more than once. */
  stop(): Promise<void>
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost'])

function checkReach(host: string, token: string | undefined): void {
  if (LOOPBACK.has(host) || token !== undefined) return
  throw new FrameworkError('TOKEN_NEEDED', {
    message: `The server would be reached from other machines at "${host}" by anyone. Set server.token in pawl.config.ts, or PAWL_TOKEN, or listen on 127.0.0.1.`,
  })
}

const printReport: Report = (message, error) => console.error(message, error ?? '')

/**
 * Starts a project's daemon: runs its jobs, and answers GraphQL and the launchpad.
 * @throws FrameworkError NO_PROJECT, INVALID_PROJECT_CONFIG, PORT_TAKEN, TOKEN_NEEDED, and those of the storage
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { report = printReport, isDevelopment = false } = options
  const project = await loadProject(options.projectDirectory, process.env)
  const { server } = project.config
  const host = options.host ?? server.host
  const token = process.env['PAWL_TOKEN'] ?? server.token
  checkReach(host, token)
  const engine = await startEngine({ project, report })
  const guard = { allowedHosts: server.allowedHosts, allowedOrigins: server.allowedOrigins, token: token ?? null }
  const hiddenFolders = [project.directory, project.home]
  const graphql = createGraphqlHandler(engine.instance, { ...guard, graphiql: isDevelopment, hiddenFolders, report })
  const stopWatching = isDevelopment ? reloadOnChange(engine.locations.hosts, report) : async () => undefined
  const id = randomUUID()
  try {
    const http = await startHttpServer({
      id,
      host,
      port: options.port ?? server.port,
      graphql,
      guard,
      launchpadDirectory: existsSync(join(launchpadDirectory, 'index.html')) ? launchpadDirectory : undefined,
    })
    writeDaemonRecord(project.home, { id, pid: process.pid, url: http.url })
    const stop = async (): Promise<void> => {
      removeDaemonRecord(project.home, id)
      await stopWatching()
      // Those who follow a run leave before its storage closes.
      await graphql.dispose()
      await http.close()
      await engine.stop()
    }
    let stopping: Promise<void> | undefined
    return {
      url: http.url,
      instance: engine.instance,
      engine,
      project,
      stop() {
        stopping ??= stop()
        return stopping
      },
    }
  } catch (error) {
    await stopWatching()
    await graphql.dispose()
    await engine.stop()
    throw error
  }
}
