import { type Definitions, ioManagerPool } from '@pawl/core/plugin'
import type { FromProcess, ToProcess } from '../../src/channel/protocol.ts'
import type { LocationProcessHandle } from '../../src/location/location-process-handle.ts'
import type { ProcessExit } from '../../src/location/process-exit.ts'
import { attemptHooks } from '../../src/process/attempt-hooks.ts'
import { WorkerRuns } from '../../src/process/worker-runs.ts'
import type { Gateway } from '../engine/gateway.ts'
import { SimulatedProcess } from '../engine/simulated-process.ts'
import { NOTHING_PRINTED } from './nothing-printed.ts'
import { opHostOf } from './op-fates.ts'
import { opHost } from './op-host.ts'
import type { World } from './world.ts'

/** Messages of one direction: they come in their order, some time after they were sent. */
class Line<Message> {
  readonly #world: World
  readonly #reach: (arrive: () => void) => void
  readonly #receive: (message: Message) => void
  #lastArrival = 0

  constructor(world: World, to: SimulatedProcess, receive: (message: Message) => void) {
    this.#world = world
    this.#reach = (arrive) => to.reach(arrive)
    this.#receive = receive
  }

  send(message: Message, delayMs: number): void {
    // As over a socket: what arrives is a copy.
    const text = JSON.stringify(message)
    this.follow(() => this.#receive(JSON.parse(text) as Message), delayMs)
  }

  /** Something that comes after everything that was sent. */
  follow(arrive: () => void, delayMs: number): void {
    const { timeline } = this.#world
    this.#lastArrival = Math.max(this.#lastArrival, timeline.now + delayMs)
    timeline.after(this.#lastArrival - timeline.now, () => this.#reach(arrive))
  }
}

/** How a worker may fail before it is one. */
type Start = 'works' | 'cannot import' | 'exits' | 'hangs'

/** Whose a worker is. */
export interface WorkerPlace {
  readonly daemon: Gateway
  readonly hostId: string
  readonly supervisorId: string | null
}

/** Starts a worker process for one daemon. It hosts the shipped run loop. */
export function startWorker(world: World, { daemon, hostId, supervisorId }: WorkerPlace): LocationProcessHandle {
  const number = world.nextNumber()
  const process = new SimulatedProcess(`${daemon.process.name}.w${number}`, {
    timeline: world.timeline,
    clockOffsetMs: daemon.process.clockOffsetMs,
  })
  const gateway = world.gatewayOf(process)
  world.workers.add({ process, daemon: daemon.process, supervisorId, hostId })
  const exited = Promise.withResolvers<ProcessExit>()
  let listener: ((message: FromProcess) => void) | undefined
  const early: FromProcess[] = []
  const fromWorker = new Line<FromProcess>(world, daemon.process, (message) => {
    if (listener === undefined) early.push(message)
    else listener(message)
  })
  process.onDeath((how) => {
    world.story.tell(process.name, () => `is gone: ${how}`)
    const code = how.startsWith('exit code ') ? Number(how.slice('exit code '.length)) : null
    const signal = code === null ? 'SIGKILL' : null
    fromWorker.follow(() => exited.resolve({ code, signal, lastOutput: [] }), world.chance.random() * 3)
  })
  const runs = { current: undefined as WorkerRuns | undefined }
  const toWorker = new Line<ToProcess>(world, process, (message) => {
    if (message.type !== 'ask') runs.current?.receive(message)
  })
  daemon.signal('process.start', (delayMs) => {
    world.timeline.after(delayMs + world.chance.between(1, 40), () =>
      process.reach(() => boot(world, gateway, { fromWorker, runs, hostId })),
    )
    // Its connection ends with its supervisor.
    daemon.process.onDeath(() => toWorker.follow(() => process.die('exit code 0'), world.chance.random() * 3))
  })
  return {
    pid: number,
    send: (message) =>
      daemon.signal(
        'process.send',
        (delayMs) => toWorker.send(message, delayMs),
        () => describe(process, message),
      ),
    onMessage(next) {
      listener = next
      for (const message of early.splice(0)) next(message)
    },
    exited: exited.promise,
    kill: () =>
      daemon.signal(
        'process.kill',
        (delayMs) => void world.timeline.after(delayMs, () => process.die('SIGKILL')),
        () => process.name,
      ),
    readOutput: () => [],
    skipOutput: () => undefined,
  }
}

const describe = ({ name }: SimulatedProcess, message: ToProcess): string => `${message.type} to ${name}`

interface BootOptions {
  readonly fromWorker: Line<FromProcess>
  readonly runs: { current: WorkerRuns | undefined }
  readonly hostId: string
}

/** The import of the location's code; from then on it takes runs. */
function boot(world: World, gateway: Gateway, { fromWorker, runs, hostId }: BootOptions): void {
  const start: Start = world.faults.isQuiet
    ? 'works'
    : world.chance.weighted({ works: 1, 'cannot import': 0.01, exits: 0.01, hangs: 0.01 })
  const send = (message: FromProcess): void =>
    gateway.signal(
      'worker.send',
      (delayMs) => fromWorker.send(message, delayMs),
      () => aboutMessage(message),
    )
  if (start === 'exits') gateway.process.die('exit code 3')
  if (start === 'cannot import') send({ type: 'load-failed', error: { name: 'Error', message: 'told to fail' } })
  if (start !== 'works') return
  const { definitions, plans } = world.code
  const host = opHostOf(gateway, world.opFates, (attempt) => world.note(() => world.checks.bodyBegins(attempt)))
  runs.current = new WorkerRuns({
    context: {
      options: { hostId, abortGraceMs: world.limits.abortGraceMs },
      clock: gateway.clock('worker.sleep'),
      random: world.chance.random,
      pid: 1,
      env: () => undefined,
      definitions: definitions satisfies Definitions,
      plans,
      ioManagers: ioManagerPool({ providers: {}, fallback: world.objects.managerOf(gateway), baseDirectory: '' }),
      captured: NOTHING_PRINTED,
      knownPlans: new Set(),
      hooks(runId) {
        const hooks = attemptHooks({
          runId,
          captured: NOTHING_PRINTED,
          storeAttachment: () => Promise.reject(new Error('Nothing large is in a simulated run.')),
          turn: () => gateway.sleep('worker.turn', 0),
          onLateError: () => undefined,
        })
        return { ...hooks, within: (place, body) => opHost.run(host, () => hooks.within(place, body)) }
      },
    },
    send,
    whatIsLeft: async () => (!world.faults.isQuiet && world.chance.is(0.05) ? 'told to be unquiet' : null),
    exit: () => gateway.process.die('exit code 0'),
  })
  send({ type: 'loaded', jobs: [] })
}

function aboutMessage(message: FromProcess): string {
  if (message.type !== 'batch') return message.type
  const { runId, batch, events, end } = message
  const what = events.map(({ type, stepKey }) => (stepKey === undefined ? type : `${type} ${stepKey}`)).join(', ')
  return `batch ${batch} of ${runId.slice(-6)}: ${what}${end === undefined ? '' : ` end: ${end.kind}`}`
}
