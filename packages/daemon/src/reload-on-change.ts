import { watch } from 'chokidar'
import type { LocationHost } from './location/location-host.ts'
import type { Report } from './runner.ts'

/** Editors write a file in several steps, and a change of branch touches many. */
const SETTLE_MS = 100

/** Reloads locations when their files change. Gives how to stop. */
export function reloadOnChange(hosts: readonly LocationHost[], report: Report): () => Promise<void> {
  const stops = hosts.map((host) => watchLocation(host, report))
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

function watchLocation(host: LocationHost, report: Report): () => Promise<void> {
  const { files } = host
  let timer: NodeJS.Timeout | undefined
  const reload = async (): Promise<void> => {
    if (await host.hasChanged()) await host.reload()
  }
  const watcher = watch(files.root, {
    ignored: (path, stats) => (stats?.isFile() === true ? !files.includesFile(path) : !files.includesFolder(path)),
    ignoreInitial: true,
  })
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      reload().catch((error: unknown) => report(`Location "${host.state.name}" could not be reloaded.`, error))
    }, SETTLE_MS)
  })
  watcher.on('error', (error) => report('Files are no longer watched.', error))
  return async () => {
    clearTimeout(timer)
    await watcher.close()
  }
}
