import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDaemon } from '@pawl/daemon'

/** A daemon of the showcase project, with a home of its own. */
export interface DemoDaemon extends AsyncDisposable {
  /** Of the launchpad, without a slash at the end. */
  readonly url: string
}

/** Starts the showcase on the embedded default. Port 0 takes any free one; the home is removed at the end. */
export async function startDemoDaemon(port = 0): Promise<DemoDaemon> {
  const home = await mkdtemp(join(tmpdir(), 'pawl-showcase-'))
  const daemon = await startDaemon({
    projectDirectory: join(import.meta.dirname, 'showcase'),
    port,
    environment: { ...process.env, PAWL_HOME: home },
    report: () => undefined,
  })
  return {
    url: daemon.url.replace(/\/$/, ''),
    async [Symbol.asyncDispose]() {
      await daemon.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
