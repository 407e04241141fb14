import {
  DEFAULT_RUN_RETRIES,
  isFinished,
  launchReexecution,
  launchRun,
  noSubscriptions,
  type ReexecutionEnvironment,
  type RunRetrySettings,
  terminateRun,
} from '@pawl/core/plugin'
import type { Gateway } from '../engine/gateway.ts'
import { SimulatedProcess } from '../engine/simulated-process.ts'
import { LOCATION } from './code.ts'
import { userDatabase } from './storage-sites.ts'
import { watchedDatabase } from './watched-database.ts'
import type { World } from './world.ts'

/** How long a person waits before asking again. */
const PATIENCE_MS = 40

/** What people ask for in the first seconds of a world: they launch runs, cancel some, and ask again when they get no answer. */
export class Users {
  readonly #world: World
  readonly #gateway: Gateway
  readonly #environment: ReexecutionEnvironment
  #busy = 0
  #launches = 0

  constructor(world: World) {
    this.#world = world
    const process = new SimulatedProcess('user', { timeline: world.timeline })
    this.#gateway = world.gatewayOf(process)
    const runRetries: RunRetrySettings = { ...DEFAULT_RUN_RETRIES, enabled: !world.chance.is(0.05) }
    const database = userDatabase(watchedDatabase(world, null), this.#gateway)
    this.#environment = {
      clock: this.#gateway.clock('user.sleep'),
      random: world.chance.random,
      runs: database.runs,
      eventLog: database.eventLog,
      locations: {
        listLocations: () => [{ name: LOCATION, status: 'loaded', error: null, jobs: world.code.jobs }],
        validateRunConfig: async () => ({ ok: true }),
        askReexecution: async () => ({ kind: 'possible' }),
      },
      runRetries,
      subscriptionsOf: noSubscriptions,
      hints: world.hints.hintsOf(this.#gateway, 'user.notify'),
    }
  }

  /** Nobody waits for an answer any more. */
  get isDone(): boolean {
    return this.#busy === 0
  }

  /** Plans everything that they will do within `withinMs`. */
  plan(withinMs: number): void {
    const { chance } = this.#world
    const jobs = [chance.pick(this.#world.code.jobs), chance.pick(this.#world.code.jobs)]
    for (let n = chance.whole(1, 4); n > 0; n--) {
      const job = chance.pick(jobs)
      if (job !== undefined) this.#at(chance.between(0, withinMs * 0.7), () => this.#launch(job.name))
    }
    for (let n = chance.is(0.4) ? chance.whole(1, 3) : 0; n > 0; n--) this.#at(chance.between(0, withinMs), () => this.#cancel())
    for (let n = chance.is(0.4) ? chance.whole(1, 2) : 0; n > 0; n--)
      this.#at(chance.between(withinMs * 0.3, withinMs), () => this.#reexecute())
  }

  #at(ms: number, act: () => Promise<unknown>): void {
    this.#busy++
    this.#world.timeline.after(ms, () => {
      void this.#untilAnswered(act).finally(() => {
        this.#busy--
      })
    })
  }

  async #untilAnswered(act: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await act()
        return
      } catch (error) {
        this.#world.story.tell('user', () => `asks again: ${String(error)}`)
        await this.#gateway.sleep('user.sleep', PATIENCE_MS)
      }
    }
  }

  async #launch(jobName: string): Promise<void> {
    const { chance } = this.#world
    const idempotencyKey = `launch-${++this.#launches}`
    const tags = this.#tags()
    await this.#untilAnswered(async () => {
      const outcome = await launchRun(this.#environment, { jobName, tags, idempotencyKey, origin: { kind: 'api' } })
      if (!('run' in outcome)) throw new Error(`A launch was refused: ${JSON.stringify(outcome)}`)
      this.#world.story.tell('user', () => `launched ${outcome.run.runId.slice(-6)} of ${jobName} ${JSON.stringify(tags)}`)
    })
    if (chance.is(0.1)) await this.#cancel()
  }

  /** Goes on from a run that has ended, in one of the ways there are. */
  async #reexecute(): Promise<void> {
    const { chance, checks, code, story } = this.#world
    const parent = chance.pick(checks.runs.filter(({ status }) => isFinished(status)))
    if (parent === undefined) return
    const strategy = chance.pick(['FROM_FAILURE', 'FROM_FAILURE', 'ALL_STEPS', 'SELECTED', 'FROM_SELECTED'] as const)
    const isSelected = strategy === 'SELECTED' || strategy === 'FROM_SELECTED'
    const step = chance.pick(code.planOf(parent.run.jobName).steps)
    if (strategy === 'FROM_FAILURE' && parent.status === 'SUCCESS') return
    const idempotencyKey = `reexecution-${++this.#launches}`
    const request = { parentRunId: parent.runId, strategy, idempotencyKey, origin: { kind: 'api' } } as const
    await this.#untilAnswered(async () => {
      const outcome = await launchReexecution(
        this.#environment,
        isSelected ? { ...request, opSelection: step?.key ?? '*' } : request,
      )
      if (!('run' in outcome)) throw new Error(`A re-execution was refused: ${JSON.stringify(outcome)}`)
      story.tell(
        'user',
        () => `re-executes ${parent.runId.slice(-6)} as ${outcome.run.runId.slice(-6)}: ${strategy} ${step?.key}`,
      )
    })
  }

  async #cancel(): Promise<void> {
    const { chance, checks } = this.#world
    const mirror = chance.pick(checks.runs.filter(({ status }) => !isFinished(status)))
    if (mirror === undefined) return
    const outcome = await terminateRun(this.#environment, mirror.runId)
    this.#world.story.tell('user', () => `canceled ${mirror.runId.slice(-6)}: ${outcome.kind}`)
  }

  #tags(): Readonly<Record<string, string>> {
    const { chance } = this.#world
    const maybe = (probability: number, key: string, value: () => string): Readonly<Record<string, string>> =>
      chance.is(probability) ? { [key]: value() } : {}
    return {
      ...maybe(0.7, 'pawl/max_retries', () => String(chance.whole(0, 3))),
      ...maybe(0.3, 'pawl/retry_strategy', () => chance.pick(['FROM_FAILURE', 'ALL_STEPS'] as const)),
      ...maybe(0.2, 'pawl/retry_on_asset_or_op_failure', () => String(chance.is(0.5))),
      ...maybe(0.3, 'pawl/retry_delay', () => chance.pick(['0.05', '0.3', '0.02,0.2'] as const)),
      ...maybe(0.2, 'pawl/priority', () => String(chance.whole(-1, 2))),
      ...maybe(0.15, 'pawl/isolation', () => 'fresh'),
      ...maybe(0.15, 'pawl/max_runtime', () => chance.pick(['1', '0.3'] as const)),
      ...maybe(0.4, 'team', () => chance.pick(['ops', 'data'] as const)),
    }
  }
}
