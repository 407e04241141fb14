import { noSubscriptions, type SupervisorRecord } from '@pawl/core/plugin'
import type { CurrentCode } from '../../src/location/location-host.ts'
import type { ProcessSpec } from '../../src/location/location-process-handle.ts'
import type { LocalSupervisors } from '../../src/recovery/local-supervisors.ts'
import { type Runner, type RunnerOptions, startRunner } from '../../src/runner.ts'
import type { Gateway } from '../engine/gateway.ts'
import { SimulatedProcess } from '../engine/simulated-process.ts'
import { LOCATION } from './code.ts'
import { NOTHING_PRINTED } from './nothing-printed.ts'
import { daemonDatabase } from './storage-sites.ts'
import { watchedDatabase } from './watched-database.ts'
import { startWorker } from './worker-process.ts'
import type { World } from './world.ts'

/** Workers get everything from the world; nothing of a spec is looked at. */
const NO_SPEC = {} as ProcessSpec

export interface DaemonPlace {
  readonly name: string
  readonly hostId: string
  readonly clockOffsetMs: number
}

/** A daemon that is started again, as another process, each time that it has died. */
export class Daemon {
  readonly #world: World
  readonly #place: DaemonPlace
  #process: SimulatedProcess | undefined
  #runner: Runner | undefined
  #lives = 0

  constructor(world: World, place: DaemonPlace) {
    this.#world = world
    this.#place = place
  }

  get process(): SimulatedProcess | undefined {
    return this.#process
  }

  /** Nothing that it owns is left. */
  get isIdle(): boolean {
    return this.#process?.isDead === true || this.#runner?.supervisor.isIdle === true
  }

  start(): void {
    const { timeline, chance } = this.#world
    const { name, clockOffsetMs } = this.#place
    const process = new SimulatedProcess(`${name}.${++this.#lives}`, { timeline, clockOffsetMs })
    this.#process = process
    this.#world.story.tell(process.name, () => 'starts')
    process.onDeath((how) => {
      this.#world.story.tell(process.name, () => `is gone: ${how}`)
      timeline.after(chance.is(0.5) ? chance.between(1, 100) : chance.between(100, 2_500), () => this.start())
    })
    this.#runner = this.#run(this.#world.gatewayOf(process))
  }

  /** Ends it as SIGTERM does. */
  stop(): void {
    const [process, runner] = [this.#process, this.#runner]
    if (process === undefined || runner === undefined || process.isDead) return
    process.reach(() => void runner.stop().then(() => process.die('exit code 0')))
  }

  #run(gateway: Gateway): Runner {
    const world = this.#world
    const { limits, plant } = world
    const ids = new Set<string>()
    const place = this.#place
    const watched = watchedDatabase(world, ids)
    const database = daemonDatabase(plant?.storage?.(watched) ?? watched, gateway)
    const clock = gateway.clock('daemon.sleep')
    const number = world.nextNumber()
    world.daemons.set(number, gateway.process)
    const options: RunnerOptions = {
      identity: { pid: number, socketPath: `${number}.sock`, leaseMs: limits.leaseMs },
      newId() {
        const id = `${gateway.process.name}-${ids.size + 1}`
        ids.add(id)
        return id
      },
      registry: database.supervisors,
      local: localSupervisors(world, gateway, place.hostId),
      storage: database.runs,
      eventLog: database.eventLog,
      queue: database.queue,
      slots: database.slots,
      queueLimits: limits.queue,
      hints: world.hints.hintsOf(gateway, 'hints.notify'),
      clock: plant?.clock?.(clock, limits.tickMs) ?? clock,
      random: world.chance.random,
      subscriptionsOf: noSubscriptions,
      startProcess: () =>
        startWorker(world, { daemon: gateway, hostId: place.hostId, supervisorId: runner.supervisor.supervisorId ?? null }),
      defer: (work) => void world.timeline.after(0, () => gateway.process.reach(work)),
      captured: NOTHING_PRINTED,
      codeOf: () => currentCode(gateway, world),
      executes: () => true,
      limits: { ...limits, killGraceMs: limits.abortGraceMs + limits.killGraceMs },
      tickMs: limits.tickMs,
      report: (message, error) => world.story.tell(gateway.process.name, () => `reports: ${message} ${String(error ?? '')}`),
    }
    const runner: Runner = startRunner(options)
    runner.supervisor.warm(LOCATION)
    return runner
  }
}

function currentCode(gateway: Gateway, world: World): CurrentCode {
  const generation = 'g1'
  const isCurrent = (): Promise<boolean> =>
    gateway.request('code.isCurrent', async () => world.faults.isQuiet || !world.chance.is(0.02))
  return { spec: NO_SPEC, generation, shownGeneration: generation, isCurrent }
}

/** What a daemon sees of the others on its machine: as the operating system tells it. */
function localSupervisors(world: World, gateway: Gateway, hostId: string): LocalSupervisors {
  const isAlive = ({ pid }: SupervisorRecord): boolean => world.daemons.get(pid)?.isDead === false
  return {
    hostId,
    probe: (other) =>
      gateway.request(
        'machine.probe',
        async () => (isAlive(other) ? 'alive' : 'dead'),
        () => other.supervisorId,
      ),
    killOrphans: ({ dead, registered }) =>
      gateway.request('machine.killOrphans', async () => {
        const lingering = new Set<string>()
        const deadIds = new Set(dead.map(({ supervisorId }) => supervisorId))
        for (const { process, daemon, supervisorId } of world.workers.on(hostId)) {
          const isOfDead = supervisorId !== null && deadIds.has(supervisorId)
          const isLeft = daemon.isDead && (supervisorId === null || !registered.has(supervisorId))
          if (!isOfDead && !isLeft) continue
          // The system keeps a process now and then for a while.
          if (!world.faults.isQuiet && supervisorId !== null && world.chance.is(0.1)) lingering.add(supervisorId)
          else process.die('SIGKILL')
        }
        return lingering
      }),
  }
}
