import type { Random } from '@pawl/core/plugin'
import { seededRandom } from '@pawl/testing'

/** Everything that a seed decides is drawn from here. */
export class Chance {
  readonly random: Random

  constructor(seed: number) {
    // Neighbouring seeds give unlike numbers from the start.
    this.random = seededRandom(Math.imul(seed ^ (seed >>> 16), 0x45d9f3b))
  }

  /** True this often: 0 never, 1 always. */
  is(probability: number): boolean {
    return probability > 0 && this.random() < probability
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1))
  }

  between(least: number, most: number): number {
    return least + this.random() * (most - least)
  }

  pick<const Items extends readonly [unknown, ...unknown[]]>(items: Items): Items[number]
  pick<Item>(items: readonly Item[]): Item | undefined
  pick(items: readonly unknown[]): unknown {
    return items[Math.floor(this.random() * items.length)]
  }

  /** One of the keys, each as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
    const entries = Object.entries(weights) as [Key, number][]
    let left = this.random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) {
      left -= weight
      if (left < 0) return key
    }
    return (entries.at(-1) as [Key, number])[0]
  }
}
