import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Instance, RunId } from '@pawl/core/plugin'
import type { Project } from './config/load-config.ts'
import { queueOfGroups } from './coordinator/queue-of-groups.ts'
import { CapturedOutput } from './home/captured-output.ts'
import type { Home } from './home/home-directory.ts'
import { hostId } from './home/host-id.ts'
import { removeLeftovers } from './home/leftovers.ts'
import { startLocationProcess } from './location/location-process-handle.ts'
import type { Locations } from './location/locations.ts'
import { workerFilesDirectory } from './location/process-output.ts'
import { socketDirectory } from './location/socket-path.ts'
import { startNotifications } from './notifications/start-notifications.ts'
import { type OpenInstance, openInstance } from './open-instance.ts'
import { openSupervisorSocket } from './recovery/supervisor-socket.ts'
import { thisMachine } from './recovery/this-machine.ts'
import { type Report, type Runner, startRunner } from './runner.ts'
import type { Supervisor } from './supervisor/supervisor.ts'
import type { SupervisorLimits } from './supervisor/supervisor-options.ts'

export interface EngineOptions {
  readonly project: Project
  /** Of the launchpad that this process serves, for links to its runs. */
  readonly launchpadUrl?: string
  /** Told of what goes wrong in the background. */
  readonly report: Report
  /**
   * Only runs of these groups (by the id of the root run) are executed; by default every queued run is. The set may grow: notify
   * `instance.hints` of the run that was added.
   */
  readonly onlyGroups?: ReadonlySet<RunId>
  /** Of the machine it takes itself to be on; default: this one's. */
  readonly hostId?: string
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

function supervisorLimits({ config: { monitoring, worker } }: Project): SupervisorLimits {
  return {
    processes: worker.processes ?? Math.max(4, availableParallelism()),
    runsAtOnce: worker.runsAtOnce,
    startTimeoutMs: monitoring.startTimeoutMs,
    killGraceMs: monitoring.abortGraceMs + monitoring.killGraceMs,
    loadTimeoutMs: monitoring.loadTimeoutMs,
  }
}

/** @throws FrameworkError of the storage, when its file cannot be used */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  return runEngine(await openInstance({ project: options.project }), options)
}

/** Keeps a worker ready for every location that is loaded; gives how to stop. */
function keepWarm(locations: Locations, supervisor: Supervisor): () => void {
  const warmLoaded = (): void => {
    for (const { name, status } of locations.listLocations()) if (status === 'loaded') supervisor.warm(name)
  }
  warmLoaded()
  return locations.onChange(warmLoaded)
}

/** Starts to run the jobs of an instance, and to load its locations; stopping the engine closes it. */
export function runEngine(opened: OpenInstance, options: EngineOptions): Engine {
  const { project, report, onlyGroups } = options
  const { instance, locations, home } = opened
  const { hints, clock, random, subscriptionsOf, eventLog, runs: storage } = instance
  removeLeftovers(workerFilesDirectory(home.directory))
  const socket = openSupervisorSocket(home.directory, (error) => report('Nobody can see that this process lives.', error))
  const runner: Runner = startRunner({
    ...{ storage, eventLog, hints, clock, random, subscriptionsOf, report, registry: instance.supervisors },
    identity: { pid: process.pid, socketPath: socket.path, leaseMs: project.config.monitoring.leaseMs },
    newId: randomUUID,
    local: thisMachine({ hostId: options.hostId ?? hostId(), socketDirectory: socketDirectory(home.directory), clock }),
    startProcess: (spec) => startLocationProcess(spec, runner.supervisor.supervisorId ?? null),
    defer: setImmediate,
    captured: new CapturedOutput(home.capturedLogs),
    codeOf: (name) => locations.currentCode(name),
    queue: onlyGroups === undefined ? instance.queue : queueOfGroups(onlyGroups, storage, instance.queue),
    queueLimits: instance.queueLimits,
    slots: instance.slots,
    executes: ({ rootRunId }) => onlyGroups?.has(rootRunId) ?? true,
    limits: supervisorLimits(project),
    tickMs: project.config.monitoring.tickMs,
  })
  const { supervisor } = runner
  const stopWarming = keepWarm(locations, supervisor)
  const stopNotifications = startNotifications({
    instance,
    project,
    locations,
    launchpadUrl: options.launchpadUrl ?? null,
    report,
  })
  void locations.load().catch((error: unknown) => report('The locations could not be loaded.', error))

  const stop = async (): Promise<void> => {
    stopWarming()
    await runner.stop()
    await stopNotifications()
    socket.close()
    await locations.stop()
    await opened.close()
  }
  let stopping: Promise<void> | undefined
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
