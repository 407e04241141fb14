import { type RunEvent, type RunWrite, runChanges } from '@pawl/core/plugin'
import type { RunBatch } from '../channel/protocol.ts'
import type { RunEnding } from './run-ending.ts'
import type { SupervisedRun } from './supervised-run.ts'

/** How a batch of a worker is stored; `ending` comes with the last one. */
export function batchWrite(supervised: SupervisedRun, batch: RunBatch, ending: RunEnding | undefined): RunWrite {
  const { run } = supervised
  const { start, events } = batch
  const also = additionOf(batch, ending)
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

function additionOf({ start }: RunBatch, ending: RunEnding | undefined): RunWrite['also'] {
  if (ending !== undefined) return ending.also
  if (start === undefined) return undefined
  // A cancel that came before the start stands: the run has started only to be stopped.
  return (locked) => ({ events: [], ...(locked.status === 'STARTING' ? { change: { status: 'STARTED' as const } } : {}) })
}
