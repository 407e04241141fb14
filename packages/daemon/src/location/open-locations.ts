import { resolve } from 'node:path'
import type { Clock, JsonObject } from '@pawl/core/plugin'
import type { Project } from '../config/load-config.ts'
import type { Home } from '../home/home-directory.ts'
import { hostId } from '../home/host-id.ts'
import { withheldEnvironment } from '../storage/withheld-environment.ts'
import { LocationFiles } from './location-files.ts'
import { LocationHost } from './location-host.ts'
import type { ProcessSpec } from './location-process-handle.ts'
import { Locations } from './locations.ts'

export interface LocationWiring {
  readonly project: Project
  readonly home: Home
  readonly clock: Clock
}

function processSpec(project: Project, home: Home, module: string): ProcessSpec {
  const { config, directory } = project
  const { outputs, capturedLogs, attachments, compileCache } = home
  return {
    modulePath: resolve(directory, module),
    projectDirectory: directory,
    homeDirectory: home.directory,
    withheld: withheldEnvironment(config, process.env),
    home: { outputs, capturedLogs, attachments, compileCache },
    hostId: hostId(),
    opRetry: (config.opRetry as JsonObject | undefined) ?? null,
    memoryLimitBytes: config.worker.memoryLimitMb * 2 ** 20,
    abortGraceMs: config.monitoring.abortGraceMs,
  }
}

/** The project's locations, none of them loaded yet. */
export function openLocations({ project, home, clock }: LocationWiring): Locations {
  const { loadTimeoutMs, answerTimeoutMs } = project.config.monitoring
  const listeners = new Set<() => void>()
  const hosts = new Map<string, LocationHost>()
  for (const [name, module] of Object.entries(project.config.locations)) {
    const spec = processSpec(project, home, module)
    const host = new LocationHost({
      name,
      module,
      spec,
      files: new LocationFiles({ ...spec, excluded: [home.directory, home.outputs] }),
      deadlines: { loadMs: loadTimeoutMs, answerMs: answerTimeoutMs },
      now: () => clock.now(),
      onChange: () => {
        for (const listener of listeners) listener()
      },
    })
    hosts.set(name, host)
  }
  return new Locations(hosts, listeners)
}
