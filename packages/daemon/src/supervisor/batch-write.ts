import { endOfRun, type RunEvent, type RunWrite, runChanges } from '@pawl/core/plugin'
import type { RunBatch } from '../channel/protocol.ts'
import { endToldByWorker } from './run-end.ts'
import type { SupervisedRun } from './supervised-run.ts'

/** How a batch of a worker is stored; `now` is UTC milliseconds. */
export function batchWrite(supervised: SupervisedRun, batch: RunBatch, now: number): RunWrite {
  const { run } = supervised
  const { start, events } = batch
  const also = additionOf(batch, now)
  return {
    runId: run.runId,
    guard: { kind: 'writer', epoch: run.epoch, batch: batch.batch },
    events,
    ...supervised.changes(events),
    ...(start === undefined ? {} : { change: changeOfStart(events) }),
    ...(start?.plan === undefined ? {} : { plan: start.plan }),
    ...(also === undefined ? {} : { also }),
  }
}

/** Everything but the status, which depends on whether a cancel has come before the start. */
function changeOfStart(events: readonly RunEvent[]): NonNullable<RunWrite['change']> {
  const { status: _, ...change } = runChanges(events) ?? {}
  return change
}

function additionOf({ start, end }: RunBatch, now: number): RunWrite['also'] {
  if (end !== undefined) return (locked) => endOfRun(locked, endToldByWorker(end, now))
  if (start === undefined) return undefined
  // A cancel that came before the start stands: the run has started only to be stopped.
  return (locked) => ({ events: [], ...(locked.status === 'STARTING' ? { change: { status: 'STARTED' as const } } : {}) })
}
