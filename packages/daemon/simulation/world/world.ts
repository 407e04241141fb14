import type { QueueLimits } from '@pawl/core/plugin'
import { Checks } from '../checks/checks.ts'
import { checkLimits } from '../checks/limits-check.ts'
import { Violation } from '../checks/violation.ts'
import { Chance } from '../engine/chance.ts'
import { Faults } from '../engine/faults.ts'
import { Gateway } from '../engine/gateway.ts'
import type { SimulatedProcess } from '../engine/simulated-process.ts'
import { SILENT, type Story, storyTeller } from '../engine/story.ts'
import { Timeline } from '../engine/timeline.ts'
import type { Plant } from '../plants/plant.ts'
import type { Code } from './code.ts'
import { type Database, openDatabase } from './database.ts'
import { HintBus } from './hint-bus.ts'
import { ObjectStore } from './object-store.ts'
import { OpFates } from './op-fates.ts'
import { WorkerList } from './worker-list.ts'

/** Deadlines of a world; milliseconds. A whole life fits into a few seconds. */
export interface WorldLimits {
  readonly abortGraceMs: number
  readonly killGraceMs: number
  readonly startTimeoutMs: number
  readonly loadTimeoutMs: number
  readonly leaseMs: number
  readonly tickMs: number
  readonly processes: number
  readonly runsAtOnce: number
  readonly queue: QueueLimits
}

export const FIRST_MOMENT: number = Date.UTC(2026, 0, 1)

export interface WorldOptions {
  readonly seed: number
  readonly code: Code
  /** A bug to be found. */
  readonly plant?: Plant
  readonly print?: (line: string) => void
}

function drawLimits(chance: Chance): WorldLimits {
  const capped = (most: number): number => (chance.is(0.5) ? chance.whole(1, most) : -1)
  return {
    abortGraceMs: 60,
    killGraceMs: 200,
    startTimeoutMs: 1_500,
    loadTimeoutMs: 600,
    leaseMs: chance.pick([450, 900] as const),
    tickMs: chance.pick([100, 300] as const),
    processes: chance.whole(1, 3),
    runsAtOnce: chance.is(0.3) ? 2 : 1,
    queue: {
      maxConcurrentRuns: capped(3),
      tagConcurrencyLimits: [
        { key: 'team', value: null, applyLimitPerUniqueValue: chance.is(0.5), limit: capped(2) },
        { key: 'team', value: 'ops', applyLimitPerUniqueValue: false, limit: capped(2) },
      ],
      pools: { narrow: 1, wide: capped(3) },
    },
  }
}

/** Everything that one seed has: drawn, wired, and not begun. */
export class World {
  readonly seed: number
  readonly code: Code
  readonly plant: Plant | undefined
  readonly chance: Chance
  readonly timeline: Timeline
  readonly story: Story
  readonly faults: Faults
  readonly limits: WorldLimits
  readonly database: Database
  readonly objects: ObjectStore
  readonly opFates: OpFates
  readonly hints: HintBus
  readonly workers: WorkerList = new WorkerList()
  /** Processes of daemons by their number, as an operating system knows them. */
  readonly daemons: Map<number, SimulatedProcess> = new Map()
  readonly checks: Checks
  #names = 0
  #violation: Violation | undefined

  private constructor(
    { seed, code, plant, print }: WorldOptions,
    { timeline, database }: { timeline: Timeline; database: Database },
  ) {
    this.seed = seed
    this.code = code
    this.plant = plant
    this.timeline = timeline
    this.database = database
    this.chance = new Chance(seed)
    this.story = print === undefined ? SILENT : storyTeller(() => timeline.now, FIRST_MOMENT, print)
    this.faults = new Faults(this.chance)
    this.limits = drawLimits(this.chance)
    this.objects = new ObjectStore(this)
    this.opFates = new OpFates(this.chance, this.faults)
    this.hints = new HintBus(this)
    const { queue } = this.limits
    const foldRate = this.chance.pick([0.05, 0.05, 0.05, 1] as const)
    this.checks = new Checks({
      database,
      planOf: code.planOf,
      alsoCheck: (runs) => checkLimits(runs, queue),
      isFoldedNow: () => this.chance.is(foldRate),
    })
  }

  static async open(options: WorldOptions): Promise<World> {
    const timeline = new Timeline(FIRST_MOMENT)
    const database = await openDatabase(options.seed, { now: () => Math.floor(timeline.now) })
    return new World(options, { timeline, database })
  }

  /** The first one. */
  get violation(): Violation | undefined {
    return this.#violation
  }

  gatewayOf(process: SimulatedProcess): Gateway {
    const { timeline, chance, faults, story } = this
    return new Gateway({ process, timeline, chance, faults, story })
  }

  /** A number that nothing else of this world has. */
  nextNumber(): number {
    return ++this.#names
  }

  /** Keeps a violation that a check throws; whoever made it hears no more of it than of a failing disk. */
  async hold<Result>(check: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await check()
    } catch (error) {
      if (error instanceof Violation && this.#violation === undefined) {
        this.#violation = error
        this.story.tell('INVARIANT', () => `${error.invariant}: ${error.message}`)
      }
      throw error
    }
  }

  /** The same for a check that a process makes in passing. */
  note(check: () => void): void {
    try {
      check()
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      this.#violation ??= error
      this.story.tell('INVARIANT', () => `${error.invariant}: ${error.message}`)
    }
  }
}
