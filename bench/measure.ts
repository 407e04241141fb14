import { rmSync } from 'node:fs'
import { freshFolder } from './bench-engine.ts'
import { Floor } from './floor.ts'

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Milliseconds that it takes. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

export interface Comparison {
  /** Medians, milliseconds. */
  readonly floorMs: number
  readonly pawlMs: number
  /** Median of the rounds' own ratios: both halves of a round meet the machine in the same mood. */
  readonly ratio: number
}

/** Alternates bare code and Pawl, the floor in a fresh folder each round. */
export async function compare(rounds: number, floor: (floor: Floor) => void, pawl: () => Promise<unknown>): Promise<Comparison> {
  const floorMs: number[] = []
  const pawlMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = freshFolder()
    const bare = new Floor(folder)
    floorMs.push(await timed(() => floor(bare)))
    bare.close()
    rmSync(folder, { recursive: true, force: true })
    pawlMs.push(await timed(pawl))
  }
  return {
    floorMs: median(floorMs),
    pawlMs: median(pawlMs),
    ratio: median(pawlMs.map((ms, round) => ms / (floorMs[round] ?? ms))),
  }
}
