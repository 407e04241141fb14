import { relative } from 'node:path'
import { watch } from 'chokidar'
import type { Report } from './engine.ts'
import { isLocationFile } from './location/location-files.ts'
import type { LocationHost } from './location/location-host.ts'

/** Editors write a file in several steps, and a change of branch touches many. */
const SETTLE_MS = 100

/** Reloads locations when their files change. Gives how to stop. */
export function reloadOnChange(hosts: readonly LocationHost[], report: Report): () => Promise<void> {
  const watchers = hosts.map((host) => {
    let timer: NodeJS.Timeout | undefined
    const reload = async (): Promise<void> => {
      if (await host.hasChanged()) await host.reload()
    }
    const isIgnored = (path: string, stats?: { isFile(): boolean }): boolean => {
      const inside = relative(host.root, path)
      if (inside === '' || stats?.isFile() === true) return inside !== '' && !isLocationFile(inside)
      return inside.split('/').some((part) => part === 'node_modules' || part === 'dist' || part.startsWith('.'))
    }
    const watcher = watch(host.root, { ignored: isIgnored, ignoreInitial: true })
    watcher.on('all', () => {
      clearTimeout(timer)
      timer = setTimeout(
        () => void reload().catch((error: unknown) => report(`Location "${host.state.name}" could not be reloaded.`, error)),
        SETTLE_MS,
      )
    })
    watcher.on('error', (error) => report('Files are no longer watched.', error))
    return async () => {
      clearTimeout(timer)
      await watcher.close()
    }
  })
  return async () => {
    await Promise.all(watchers.map((stop) => stop()))
  }
}
