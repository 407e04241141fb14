import { type Instance, systemClock } from '@pawl/core/plugin'
import type { Project } from './config/load-config.ts'
import { queueLimits } from './config/queue-limits.ts'
import { runRetrySettings } from './config/run-retry-settings.ts'
import { capturedLogReader } from './home/captured-log-reader.ts'
import { type Home, openHome } from './home/home-directory.ts'
import type { Locations } from './location/locations.ts'
import { openLocations } from './location/open-locations.ts'
import { projectSubscriptions } from './notifications/subscriptions.ts'
import { openStorage, type ProjectStorage } from './storage/open-storage.ts'
import { storageHints } from './storage/storage-hints.ts'
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
  readonly storage: ProjectStorage
  /** Ends the code hosts and closes the storage; may be called more than once. */
  close(): Promise<void>
}

/**
 * Opens what a project has stored; makes its home and its database where they are missing.
 * @throws FrameworkError NO_CONNECTION_STRING, and those of the storage
 */
export async function openInstance({ project }: OpenInstanceOptions): Promise<OpenInstance> {
  const clock = systemClock
  const home = openHome(project)
  const storage = await openStorage(project, home, process.env)
  const locations = openLocations({ project, home, clock })
  const instance: Instance = {
    version: PAWL_VERSION,
    clock,
    random: Math.random,
    runs: storage.runs,
    eventLog: storage.eventLog,
    queue: storage.queue,
    slots: storage.slots,
    supervisors: storage.supervisors,
    outbox: storage.outbox,
    deletion: storage.deletion,
    locations,
    runRetries: runRetrySettings(project.config.runRetries),
    subscriptionsOf: projectSubscriptions(project.config.notifications.webhooks, locations),
    queueLimits: queueLimits(project.config.queue),
    capturedLogs: capturedLogReader({ logs: home.capturedLogs, attachments: home.attachments }),
    hints: storageHints(storage),
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
