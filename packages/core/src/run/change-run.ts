import type { Run, RunChange, RunSpec } from './run.ts'

/** A run as its launch leaves it. */
export const queuedRun = (spec: RunSpec, eventCount: number): Run => ({
  ...spec,
  status: 'QUEUED',
  epoch: 0,
  nextSeq: eventCount + 1,
  lastBatch: 0,
  owner: null,
  generation: null,
  planHash: null,
  failureReason: null,
  cancelCause: null,
  startingAt: null,
  startedAt: null,
  endedAt: null,
})

/** A run with a change laid over it; raising the epoch fences earlier writers and counts batches anew. */
export function changedRun(run: Run, change: RunChange | undefined): Run {
  if (change === undefined) return run
  const { tags, raiseEpoch, ...columns } = change
  return {
    ...run,
    ...columns,
    tags: tags === undefined ? run.tags : { ...run.tags, ...tags },
    ...(raiseEpoch ? { epoch: run.epoch + 1, lastBatch: 0 } : {}),
  }
}
