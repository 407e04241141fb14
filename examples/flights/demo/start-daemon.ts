import { dirname } from 'node:path'
import { startDaemon } from '@pawl/daemon'

export interface DemoDaemon extends AsyncDisposable {
  /** Of the launchpad, without a slash at the end. */
  readonly url: string
}

/** Starts Pawl for this project on its embedded default: SQLite and files, below `.pawl` beside pawl.config.ts. Port 0 takes any free one. */
export async function startDemoDaemon(port: number): Promise<DemoDaemon> {
  const daemon = await startDaemon({ projectDirectory: dirname(import.meta.dirname), port })
  return { url: daemon.url.replace(/\/$/, ''), [Symbol.asyncDispose]: () => daemon.stop() }
}
