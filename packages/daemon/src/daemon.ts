import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Instance } from '@pawl/core/plugin'
import { createGraphqlHandler } from '@pawl/graphql'
import { launchpadDirectory } from '@pawl/launchpad'
import { loadProject, type Project } from './config/load-config.ts'
import { type Engine, startEngine } from './engine.ts'
import { removeDaemonRecord, writeDaemonRecord } from './home/daemon-record.ts'
import { reloadOnChange } from './reload-on-change.ts'
import type { Report } from './runner.ts'
import { type HttpServer, openHttpServer } from './server/http-server.ts'
import { serverReach } from './server/reach.ts'

export interface DaemonOptions {
  /** The project's folder, or one below it. */
  readonly projectDirectory: string
  /** Over those of the project's config. */
  readonly host?: string
  readonly port?: number
  /** Read for the settings that the environment can give, such as `PAWL_HOME`. Default: this process's. */
  readonly environment?: NodeJS.ProcessEnv
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

/** Where this package lies, and the rest of Pawl beside it. */
const PACKAGES = join(import.meta.dirname, '../..')

const printReport: Report = (message, error) => console.error(message, error ?? '')

/** Takes each step, also after one that fails; throws what the first of those threw. */
async function inOrder(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * Starts a project's daemon: runs its jobs, and answers GraphQL and the launchpad.
 * @throws FrameworkError NO_PROJECT, INVALID_PROJECT_CONFIG, PORT_TAKEN, CANNOT_LISTEN, TOKEN_NEEDED, INVALID_TOKEN, HOME_UNUSABLE, and
 * those of the storage
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { report = printReport, environment = process.env } = options
  const project = await loadProject(options.projectDirectory, environment)
  const { server } = project.config
  const { host, token } = serverReach(server, { host: options.host, environment })
  const id = randomUUID()
  // Before anything is run: a second daemon of a project must not take its runs and then find the port taken.
  const http = await openHttpServer({ id, host, port: options.port ?? server.port, report })
  try {
    const daemon = await serveProject(project, { http, token, report, isDevelopment: options.isDevelopment ?? false })
    writeDaemonRecord(project.home, { id, pid: process.pid, url: http.url })
    let stopping: Promise<void> | undefined
    return {
      ...daemon,
      stop() {
        stopping ??= inOrder([async () => removeDaemonRecord(project.home, id), daemon.stop])
        return stopping
      },
    }
  } catch (error) {
    await http.close()
    throw error
  }
}

interface ServeOptions {
  readonly http: HttpServer
  readonly token: string | null
  readonly report: Report
  readonly isDevelopment: boolean
}

async function serveProject(project: Project, { http, token, report, isDevelopment }: ServeOptions): Promise<Daemon> {
  const { allowedHosts, allowedOrigins } = project.config.server
  const engine = await startEngine({ project, report, launchpadUrl: http.url })
  const { instance } = engine
  const guard = { allowedHosts, allowedOrigins, token }
  const hiddenFolders = [project.directory, project.home, PACKAGES]
  const graphql = createGraphqlHandler(instance, { ...guard, graphiql: isDevelopment, hiddenFolders, report })
  const stopWatching = isDevelopment ? reloadOnChange(engine.locations.hosts, report) : async () => undefined
  const hasLaunchpad = existsSync(join(launchpadDirectory, 'index.html'))
  http.serve({ graphql, guard, launchpadDirectory: hasLaunchpad ? launchpadDirectory : undefined })
  // Those who follow a run leave before its storage closes.
  const stop = (): Promise<void> => inOrder([stopWatching, () => graphql.dispose(), () => http.close(), () => engine.stop()])
  return { url: http.url, instance, engine, project, stop }
}
