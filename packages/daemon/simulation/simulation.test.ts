import { beforeAll, expect, test } from 'vitest'
import { PLANTS } from './plants/plants.ts'
import { prepareThread } from './seeds/prepare.ts'
import { runSeeds } from './seeds/run-seeds.ts'
import { runSeedsInThreads } from './seeds/run-seeds-in-threads.ts'
import { siteTable, unmetFates } from './seeds/site-table.ts'
import type { Code } from './world/code.ts'
import { runSeed } from './world/run-seed.ts'

const SEEDS = 2_000

let code: Code

beforeAll(async () => {
  code = await prepareThread()
})

test(`${SEEDS} worlds keep every invariant, and every call site is crashed before and after`, { timeout: 300_000 }, async () => {
  const nobody = { onFinding: () => undefined, onProgress: () => undefined }
  const findings = await runSeedsInThreads({ from: 1, count: SEEDS, threads: 2, plant: undefined, ...nobody })
  console.log(siteTable(findings).join('\n'))
  expect(findings.found).toEqual([])
  expect(unmetFates(findings)).toEqual([])
  expect(findings.runs).toBeGreaterThan(SEEDS)
})

test('a seed gives the same logs each time, whatever ran before it', async () => {
  const hashesOf = (seeds: readonly number[]): Promise<readonly (string | undefined)[]> =>
    seeds.reduce<Promise<readonly (string | undefined)[]>>(async (before, seed) => {
      const hashes = await before
      return [...hashes, (await runSeed({ seed, code, withHash: true })).hash]
    }, Promise.resolve([]))
  const seeds = Array.from({ length: 41 }, (_, n) => n + 7_000)
  const [first, again] = [await hashesOf(seeds), await hashesOf(seeds.toReversed())]
  expect(again.toReversed()).toEqual(first)
  expect(new Set(first).size).toBe(first.length)
})

test('one seed in twenty is on SQLite', async () => {
  const storages: string[] = []
  for (let seed = 1; seed <= 40; seed++) storages.push((await runSeed({ seed, code, withHash: false })).storage)
  expect(storages.filter((storage) => storage === 'sqlite')).toHaveLength(2)
})

test('a story is told without changing it', async () => {
  const lines: string[] = []
  const told = await runSeed({ seed: 7_001, code, withHash: true, print: (line) => lines.push(line) })
  expect(told.hash).toBe((await runSeed({ seed: 7_001, code, withHash: true })).hash)
  expect(lines.join('\n')).toContain('queue.claimRuns')
})

test.each(PLANTS)('the planted bug $name is found: $about', { timeout: 120_000 }, async (plant) => {
  const { found, seeds } = await runSeeds({ from: 1, count: SEEDS, code, plant, stopsAtFirst: true })
  console.log(`${plant.name}: found after ${seeds} seeds: ${found[0]?.message}`)
  expect(found).toHaveLength(1)
})
