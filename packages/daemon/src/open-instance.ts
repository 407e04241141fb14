import { type Instance, runHints, systemClock } from '@pawl/core/plugin'
import { type SqliteStorage, sqliteStorage } from '@pawl/storage'
import type { Project } from './config/load-config.ts'
import { runRetrySettings } from './config/run-retry-settings.ts'
import { capturedLogReader } from './home/captured-log-reader.ts'
import { type Home, openHome } from './home/home-directory.ts'
import type { Locations } from './location/locations.ts'
import { openLocations } from './location/open-locations.ts'
import { PAWL_VERSION } from './version.ts'

export interface OpenInstanceOptions {
  readonly project: Project
}

/** A project's instance without anything that runs jobs: to look at runs, and to launch some that a daemon executes. */
export interface OpenInstance {
  readonly instance: Instance
  /** Not loaded: `load()` starts their code hosts. */
  readonly locations: Locations
  readonly home: Home
  readonly storage: SqliteStorage
  /** Ends the code hosts and closes the storage; may be called more than once. */
  close(): Promise<void>
}

/**
 * Opens what a project has stored; makes its home and its database where they are missing.
 * @throws FrameworkError of the storage, when its file cannot be used
 */
export async function openInstance({ project }: OpenInstanceOptions): Promise<OpenInstance> {
  const clock = systemClock
  const home = openHome(project)
  const storage = await sqliteStorage({ path: home.database })
  const locations = openLocations({ project, home, clock })
  const instance: Instance = {
    version: PAWL_VERSION,
    clock,
    random: Math.random,
    runs: storage.runs,
    eventLog: storage.eventLog,
    locations,
    runRetries: runRetrySettings(project.config.runRetries),
    capturedLogs: capturedLogReader({ logs: home.capturedLogs, attachments: home.attachments }),
    hints: runHints(),
  }
  let closing: Promise<void> | undefined
  return {
    instance,
    locations,
    home,
    storage,
    close() {
      closing ??= locations.stop().then(() => storage.close())
      return closing
    },
  }
}
