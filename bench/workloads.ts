import { availableParallelism } from 'node:os'
import { BenchEngine } from './bench-engine.ts'
import { compare, median, timed } from './measure.ts'

export type Figures = Record<string, number>
export type Say = (line: string) => void

const STEPS_IN_CHAIN = 10
const MAPPED = 1_000
/** As many steps as `execution.config.maxConcurrent` lets run by default. */
const STEPS_AT_ONCE = 32
/** The default of `worker.processes`. */
const PROCESSES = Math.max(4, availableParallelism())

const fixed = (value: number, digits = 2): string => value.toFixed(digits)

/** Chains of ten trivial steps, one run after the other in one warm worker. */
export async function chain(say: Say): Promise<Figures> {
  const bench = await BenchEngine.start({ processes: 1, runsAtOnce: 1 })
  const runs = 20
  // Until both processes have compiled what they do again and again.
  await bench.runMany('chain', 4 * runs)
  const { floorMs, pawlMs, ratio } = await compare(
    15,
    (floor) => {
      for (let run = 0; run < runs; run++) floor.chain(STEPS_IN_CHAIN)
    },
    () => bench.runMany('chain', runs),
  )
  await bench.stop()
  const ms = pawlMs / runs
  say(
    `W1  chain of ${STEPS_IN_CHAIN}: ${fixed(ms)} ms a run, ${fixed(ms / STEPS_IN_CHAIN)} ms a step; floor ${fixed(floorMs / runs)} ms; ratio ${fixed(ratio)}`,
  )
  return { 'w1.ratio': ratio, 'w1.ms': ms }
}

/** A thousand trivial mapped steps and one that collects them. */
export async function mapped(say: Say): Promise<Figures> {
  const bench = await BenchEngine.start({ processes: 1, runsAtOnce: 1 })
  const run = (items: number): Promise<unknown> => bench.run('mapped', { ops: { split: { config: { items } } } })
  await run(MAPPED)
  const { floorMs, pawlMs, ratio } = await compare(
    7,
    (floor) => floor.mapped(MAPPED, STEPS_AT_ONCE),
    () => run(MAPPED),
  )
  const hundred: number[] = []
  const tenThousand: number[] = []
  for (let round = 0; round < 3; round++) {
    // As many steps in each half of a round, so that what happens to the machine happens to both.
    hundred.push((await timed(async () => repeat(100, () => run(100)))) / 10_000)
    tenThousand.push((await timed(() => run(10_000))) / 10_000)
  }
  await bench.stop()
  const flatness = median(tenThousand.map((cost, round) => cost / (hundred[round] ?? cost)))
  say(
    `W2  ${MAPPED} mapped steps: ${fixed(pawlMs / 1_000)} s, ${fixed(pawlMs / MAPPED, 3)} ms a step; floor ${fixed(floorMs / 1_000)} s; ratio ${fixed(ratio)}`,
  )
  say(`    cost of a step at 10,000 over 100: ${fixed(flatness)}`)
  return { 'w2.ratio': ratio, 'w2.s': pawlMs / 1_000, 'w2.flatness': flatness }
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < times; time++) await work()
}

/** A thousand runs of three steps, enqueued at once. */
export async function manyRuns(say: Say, runsAtOnce: number): Promise<Figures> {
  const bench = await BenchEngine.start({ processes: PROCESSES, runsAtOnce })
  const runs = 1_000
  const atOnce = PROCESSES * runsAtOnce
  await bench.runMany('three', 100)
  const { floorMs, pawlMs, ratio } = await compare(
    3,
    (floor) => floor.runs(runs, 3, atOnce),
    () => bench.runMany('three', runs),
  )
  const walMb = await bench.largestWalMb(() => bench.runMany('three', runs))
  await bench.stop()
  const perSecond = (runs / pawlMs) * 1_000
  say(
    `W3  ${runs} runs of 3 steps, ${atOnce} at once: ${fixed(perSecond, 0)} runs/s, ${fixed(pawlMs / runs)} ms a run, ${fixed(pawlMs / runs / 3)} ms a step; floor ${fixed((runs / floorMs) * 1_000, 0)} runs/s; of the floor's rate ${fixed(1 / ratio)}`,
  )
  say(`    the write-ahead log with a follower of every run: ${fixed(walMb, 1)} MB at most`)
  return runsAtOnce === 1
    ? { 'w3.ratio': 1 / ratio, 'w3.runs_per_s': perSecond, 'w3.wal_mb': walMb }
    : { 'w3.ratio_16': 1 / ratio, 'w3.runs_per_s_16': perSecond }
}
