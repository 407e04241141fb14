import type { Daemon, DaemonOptions } from './daemon.ts'

/**
 * Starts a project's daemon: runs its jobs, and answers GraphQL and the launchpad. The server is imported only now: every project's
 * config imports this package, and most programs that read one want no server.
 * @throws FrameworkError NO_PROJECT, INVALID_PROJECT_CONFIG, PORT_TAKEN, TOKEN_NEEDED, and those of the storage
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const daemon = await import('./daemon.ts')
  return daemon.startDaemon(options)
}
