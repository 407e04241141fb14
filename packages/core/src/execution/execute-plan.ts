import type { ExecutePlanOptions, ExecutionBatch } from './execute-plan-options.ts'
import { PlanRun } from './plan-run.ts'

/**
 * Executes a plan and yields its events in batches. Asking for the next batch says that the one before is durable: only then do
 * the steps whose starts it holds begin, and only a batch that holds a step's success holds the starts that this enables. So the
 * order of truth (start durable, body, outputs stored, success durable, downstream) costs a chain of n steps n + 1 batches. What a step
 * is given was stored before: it may be read while the start is on its way, which takes as long.
 * Leaving the loop early aborts what runs, waits for its end and disposes of the resources.
 */
export async function* executePlan(options: ExecutePlanOptions): AsyncGenerator<ExecutionBatch, void> {
  const run = new PlanRun(options)
  try {
    for (;;) {
      const batch = await run.nextBatch()
      yield batch
      if (batch.end !== undefined) return
      run.beginStarted()
    }
  } finally {
    await run.stop()
  }
}

export const DEFAULT_MAX_CONCURRENT = 32
