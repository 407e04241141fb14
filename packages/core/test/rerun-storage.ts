import type { InputContext, IOManager, OutputPresence } from '../src/definition/io-manager.ts'
import { memoryIOManager } from '../src/definition/memory-io-manager.ts'
import { outputLost } from '../src/definition/output-lost.ts'
import type { OutputReach } from '../src/execution/reexecution/needed-output.ts'

export const SCOPES: OutputReach['scopes'] = { default: 'shared', disk: 'host', memory: 'process' }

/** What became of an output after it was stored; `torn` is what only a load finds out. */
export type Damage = 'missing' | 'changed' | 'torn'

/**
 * Outputs of several runs, kept in memory, of which some are damaged between the runs. It refuses to load what the run could not
 * read in truth: another run's memory, another host's disk.
 */
export class RerunStorage {
  /** By location: everything that was ever stored. */
  readonly values: Map<string, unknown> = new Map()
  readonly #damaged: Map<string, Damage> = new Map()
  readonly #memory: IOManager = memoryIOManager()

  damage(location: string, damage: Damage): void {
    this.#damaged.set(location, damage)
  }

  damageOf(location: string): Damage | undefined {
    return this.#damaged.get(location)
  }

  /** From now on a check finds out what only a load would have. */
  revealTorn(): void {
    for (const [location, damage] of this.#damaged) if (damage === 'torn') this.#damaged.set(location, 'changed')
  }

  presenceOf({ upstream }: InputContext): OutputPresence {
    const damage = this.#damaged.get(upstream.stored.location)
    return damage === undefined || damage === 'torn' ? 'present' : damage
  }

  /** The I/O managers of one run on one host. */
  managers(runId: string, hostId: string): Readonly<Record<string, IOManager>> {
    return Object.fromEntries(
      Object.entries(SCOPES).map(([key, scope]): [string, IOManager] => [
        key,
        {
          scope,
          handleOutput: async (context, value) => {
            const handled = await this.#memory.handleOutput(context, value)
            this.values.set(handled.location, value)
            return { ...handled, sizeBytes: 1 }
          },
          loadInput: async (context) => {
            const { upstream } = context
            const { stored } = upstream
            if (scope === 'process' && stored.originRunId !== runId)
              throw new Error(`Run ${runId} cannot read ${stored.location}.`)
            if (scope === 'host' && stored.hostId !== hostId) throw new Error(`Host ${hostId} cannot read ${stored.location}.`)
            const damage = this.#damaged.get(stored.location)
            if (damage !== undefined) throw outputLost(upstream, damage === 'missing' ? 'missing' : 'changed')
            return this.#memory.loadInput(context)
          },
          hasOutputs: async (contexts) => contexts.map((context) => this.presenceOf(context)),
        },
      ]),
    )
  }
}
