import type { Run } from '@pawl/core/plugin'
import { BenchEngine, pause } from './bench-engine.ts'
import { median } from './measure.ts'
import type { Figures, Say } from './workloads.ts'

const ROUNDS = 7
const MANY = 1_000
/** For the worker that takes the place of the one that was killed: nobody crashes without a pause. */
const REST_MS = 1_500

/** Milliseconds that a run's own steps took, one after the other. */
async function stepsMs(bench: BenchEngine, { runId }: Run): Promise<number> {
  const steps = await bench.engine.instance.runs.listSteps(runId, { limit: MANY })
  return steps.reduce((sum, { startedAt, endedAt }) => sum + (startedAt === null ? 0 : (endedAt ?? startedAt) - startedAt), 0)
}

/** When the step that was on when the process died had begun; it killed it at once. */
async function killedAt(bench: BenchEngine, { runId }: Run): Promise<number> {
  const steps = await bench.engine.instance.runs.listSteps(runId, { limit: MANY })
  return steps.find(({ status }) => status === 'STARTED')?.startedAt ?? 0
}

/** A chain of 20 steps whose worker is killed at the tenth: from the kill to the end of the retry, without what its own steps take. */
export async function resume(say: Say): Promise<Figures> {
  // As a project has it by default: nothing is set.
  const bench = await BenchEngine.start({ runsAtOnce: 1 })
  const seconds: number[] = []
  await bench.run('three')
  for (let round = 0; round < ROUNDS; round++) {
    await pause(REST_MS)
    const { failed, retry } = await bench.runWithRetry('crashing')
    const wholeMs = (retry.endedAt ?? 0) - (await killedAt(bench, failed))
    seconds.push((wholeMs - (await stepsMs(bench, retry))) / 1_000)
  }
  await bench.stop()
  const worst = Math.max(...seconds)
  say(
    `W4  worker killed at step 10 of 20: the retry has ended ${median(seconds).toFixed(3)} s after it, besides its own steps; at worst ${worst.toFixed(3)} s`,
  )
  return { 'w4.resume_s': median(seconds), 'w4.resume_worst_s': worst }
}
