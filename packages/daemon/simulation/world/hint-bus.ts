import type { RunHints, RunNews } from '@pawl/core/plugin'
import type { Gateway } from '../engine/gateway.ts'
import type { SimulatedProcess } from '../engine/simulated-process.ts'
import type { SiteName } from '../engine/sites.ts'
import type { World } from './world.ts'

type Listener = (runId: string, what: RunNews) => void

/** Notifications between the processes of a world: late, and sometimes never. */
export class HintBus {
  readonly #world: World
  readonly #listeners: Set<{ readonly process: SimulatedProcess; readonly runId: string | null; readonly listener: Listener }> =
    new Set()
  /** How often one does not come. */
  readonly #lossRate: number

  constructor(world: World) {
    this.#world = world
    this.#lossRate = world.chance.pick([0, 0, 0.2, 1] as const)
  }

  hintsOf(gateway: Gateway, site: SiteName): RunHints {
    return {
      notify: (runId, what = 'changed') =>
        gateway.signal(
          site,
          (delayMs) => this.#spread(runId, what, delayMs),
          () => what,
        ),
      listen: (runId, listener) => {
        const entry = { process: gateway.process, runId, listener }
        this.#listeners.add(entry)
        return () => this.#listeners.delete(entry)
      },
    }
  }

  #spread(about: string, what: RunNews, delayMs: number): void {
    const { timeline, chance, faults } = this.#world
    for (const entry of this.#listeners) {
      if (entry.process.isDead) this.#listeners.delete(entry)
      else if ((entry.runId === null || entry.runId === about) && (faults.isQuiet || !chance.is(this.#lossRate)))
        timeline.after(delayMs + chance.random() * 3, () => entry.process.reach(() => entry.listener(about, what)))
    }
  }
}
