import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type Clock, type Instance, type JsonObject, runHints, systemClock } from '@pawl/core/plugin'
import { type SqliteStorage, sqliteStorage } from '@pawl/storage'
import type { Project } from './config/load-config.ts'
import { RunCoordinator } from './coordinator/run-coordinator.ts'
import { capturedLogReader } from './home/captured-log-reader.ts'
import { type Home, openHome } from './home/home-directory.ts'
import { hostId } from './home/host-id.ts'
import { LocationHost } from './location/location-host.ts'
import type { ProcessSpec } from './location/location-process-handle.ts'
import { Locations } from './location/locations.ts'
import { startLoop } from './loop.ts'
import { RunWriter } from './supervisor/run-writer.ts'
import { Supervisor } from './supervisor/supervisor.ts'
import { PAWL_VERSION } from './version.ts'

export type Report = (message: string, error?: unknown) => void

export interface EngineOptions {
  readonly project: Project
  /** Told of what goes wrong in the background. */
  readonly report: Report
}

/** What runs jobs: storage, code hosts, coordinator and supervisor with its workers. The daemon is one with a server in front. */
export interface Engine {
  readonly instance: Instance
  readonly locations: Locations
  readonly home: Home
  readonly supervisor: Supervisor
  /** Ends the runs and everything else; may be called more than once. */
  stop(): Promise<void>
}

function processSpec(project: Project, home: Home, module: string): ProcessSpec {
  const { config, directory } = project
  const { outputs, capturedLogs, attachments, compileCache } = home
  return {
    modulePath: resolve(directory, module),
    projectDirectory: directory,
    homeDirectory: home.directory,
    home: { outputs, capturedLogs, attachments, compileCache },
    hostId: hostId(),
    opRetry: (config.opRetry as JsonObject | undefined) ?? null,
    memoryLimitBytes: config.worker.memoryLimitMb * 2 ** 20,
    abortGraceMs: config.monitoring.abortGraceMs,
  }
}

interface LocationWiring {
  readonly project: Project
  readonly home: Home
  readonly clock: Clock
  readonly onLoaded: (name: string) => void
}

function openLocations({ project, home, clock, onLoaded }: LocationWiring): Locations {
  const { loadTimeoutMs, answerTimeoutMs } = project.config.monitoring
  const listeners = new Set<() => void>()
  const hosts = new Map<string, LocationHost>()
  for (const [name, module] of Object.entries(project.config.locations)) {
    const host = new LocationHost({
      name,
      module,
      spec: processSpec(project, home, module),
      deadlines: { loadMs: loadTimeoutMs, answerMs: answerTimeoutMs },
      now: () => clock.now(),
      onChange: () => {
        if (hosts.get(name)?.state.status === 'loaded') onLoaded(name)
        for (const listener of listeners) listener()
      },
    })
    hosts.set(name, host)
  }
  return new Locations(hosts, listeners)
}

/** @throws FrameworkError of the storage, when its file cannot be used */
export async function startEngine({ project, report }: EngineOptions): Promise<Engine> {
  const clock = systemClock
  const home = openHome(project)
  const storage: SqliteStorage = await sqliteStorage({ path: home.database })
  const hints = runHints()
  const { monitoring, worker } = project.config
  const writer = new RunWriter(storage.runs, (error) => report('A write to the storage failed and is repeated.', error))
  const locations = openLocations({ project, home, clock, onLoaded: (name) => supervisor.warm(name) })
  const supervisor: Supervisor = new Supervisor({
    supervisorId: randomUUID(),
    storage: storage.runs,
    writer,
    hints,
    clock,
    limits: {
      processes: worker.processes ?? Math.max(2, availableParallelism()),
      runsAtOnce: worker.runsAtOnce,
      startTimeoutMs: monitoring.startTimeoutMs,
      killGraceMs: monitoring.abortGraceMs + monitoring.killGraceMs,
    },
    codeOf: (name) => locations.currentCode(name),
    onRoom: () => queue.wake(),
    report: (error) => report('The supervisor met an error.', error),
  })
  const coordinator = new RunCoordinator({
    storage: storage.runs,
    write: (write) => writer.write(write),
    hints,
    clock,
    supervisor,
  })
  const failed = (error: unknown): void => report('A background loop met an error and goes on.', error)
  const queue = startLoop({ clock, everyMs: monitoring.tickMs, step: () => coordinator.tick(), report: failed })
  const deadlines = startLoop({ clock, everyMs: Math.min(monitoring.tickMs, 100), step: () => supervisor.tick(), report: failed })
  hints.listen(null, (_, what) => {
    if (what === 'queued') queue.wake()
  })
  for (const host of locations.hosts) void host.reload().catch(failed)

  const instance: Instance = {
    version: PAWL_VERSION,
    clock,
    random: Math.random,
    runs: storage.runs,
    eventLog: storage.eventLog,
    locations,
    capturedLogs: capturedLogReader({ logs: home.capturedLogs, attachments: home.attachments }),
    hints,
  }
  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await queue.stop()
    await deadlines.stop()
    await supervisor.stop()
    await locations.stop()
    await writer.stop()
    await storage.close()
  }
  return {
    instance,
    locations,
    home,
    supervisor,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}
