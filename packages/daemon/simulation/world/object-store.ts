import { type IOManager, type OutputContext, outputLost } from '@pawl/core/plugin'
import type { Gateway } from '../engine/gateway.ts'
import type { World } from './world.ts'

interface StoredObject {
  readonly json: string
  /** Half of it is missing, as after a power cut: whoever loads it finds out. */
  isTorn: boolean
}

const locationOf = ({ runId, stepKey, output, mappingKey, attempt }: OutputContext): string =>
  [runId, stepKey, ...(mappingKey === undefined ? [] : [mappingKey]), `attempt-${attempt}`, output].join('/')

const nameOf = ({ jobName, stepKey, output, mappingKey }: OutputContext) => ({
  jobName,
  stepKey,
  name: mappingKey === undefined ? output : `${output}[${mappingKey}]`,
})

/** The outputs of all runs of a world, on a disk that now and then loses one. */
export class ObjectStore {
  readonly #objects: Map<string, StoredObject> = new Map()
  readonly #world: World
  /** How often an object is lost, or torn, as soon as it is stored. */
  readonly #lossRate: number

  constructor(world: World) {
    const { chance } = world
    this.#world = world
    this.#lossRate = chance.is(0.4) ? chance.between(0, 0.1) : 0
  }

  /** Everything that was ever stored completely, and is lost no more. */
  has(location: string): boolean {
    return this.#objects.has(location)
  }

  /** Takes some of the objects away, or tears them. */
  lose(share: number): void {
    for (const [location, object] of this.#objects) {
      if (!this.#world.chance.is(share)) continue
      if (this.#world.chance.is(0.5)) this.#objects.delete(location)
      else object.isTorn = true
    }
  }

  /** As the processes of one gateway reach it. */
  managerOf(gateway: Gateway): IOManager {
    return {
      scope: 'shared',
      handleOutput: (context, value) => {
        const location = locationOf(context)
        return gateway.request(
          'io.handleOutput',
          async () => {
            this.#store(location, value)
            this.#world.note(() => this.#world.checks.valueMade(nameOf(context), value))
            return { location }
          },
          () => location,
        )
      },
      loadInput: ({ upstream }) =>
        gateway.request(
          'io.loadInput',
          async () => {
            const found = this.#objects.get(upstream.stored.location)
            if (found === undefined || found.isTorn) throw outputLost(upstream, found === undefined ? 'missing' : 'changed')
            return JSON.parse(found.json) as unknown
          },
          () => upstream.stored.location,
        ),
      hasOutputs: (contexts) =>
        gateway.request(
          'io.hasOutputs',
          // As a disk tells it: a torn object may look like a whole one.
          async () => contexts.map(({ upstream }) => (this.has(upstream.stored.location) ? 'present' : 'missing')),
          () => `${contexts.length} outputs`,
        ),
    }
  }

  #store(location: string, value: unknown): void {
    const { faults, chance } = this.#world
    const isLost = !faults.isQuiet && chance.is(this.#lossRate)
    if (isLost && chance.is(0.5)) return
    this.#objects.set(location, { json: JSON.stringify(value), isTorn: isLost })
  }
}
