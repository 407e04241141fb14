import type { CancelCause } from '../event/run-event.ts'
import type { FailureReason } from '../foundation/failure-reason.ts'
import type { RunId } from '../foundation/ids.ts'
import type { RunChange } from './run.ts'
import type { RunStatus } from './run-status.ts'
import type { OutputRecord, StepRecord } from './step-record.ts'
import { allOutputs, foldRecords, type LoggedEvent, type RecordFold } from './step-records.ts'

/** What a run's log says of it: exactly what the tables hold. Times are UTC milliseconds. */
export interface FoldedRun {
  readonly status: RunStatus
  readonly owner: string | null
  readonly generation: string | null
  readonly planHash: string | null
  readonly failureReason: FailureReason | null
  readonly cancelCause: CancelCause | null
  readonly startingAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly steps: ReadonlyMap<string, StepRecord>
  readonly outputs: readonly OutputRecord[]
}

/** What an event changes in its run's row, or undefined when it changes nothing there. */
export function runChangeOf(event: LoggedEvent): RunChange | undefined {
  if ('unknown' in event) return undefined
  switch (event.type) {
    case 'RUN_ENQUEUED':
      return { status: 'QUEUED' }
    case 'RUN_STARTING':
      return { status: 'STARTING', owner: event.payload.supervisorId, startingAt: event.at }
    case 'RUN_START':
      return {
        status: 'STARTED',
        generation: event.payload.generation,
        planHash: event.payload.planHash,
        startedAt: event.at,
      }
    case 'RUN_CANCELING':
      return { status: 'CANCELING', cancelCause: event.payload.cause }
    case 'RUN_SUCCESS':
      return { status: 'SUCCESS', endedAt: event.at }
    case 'RUN_FAILURE':
      return { status: 'FAILURE', failureReason: event.payload.reason, endedAt: event.at }
    case 'RUN_CANCELED':
      return { status: 'CANCELED', endedAt: event.at }
    default:
      return undefined
  }
}

/** A run whose cancel came before its start starts only to be stopped: it stays CANCELING. */
const laidOver = (row: RunChange, change: RunChange): RunChange => ({
  ...row,
  ...change,
  ...(row.status === 'CANCELING' && change.status === 'STARTED' ? { status: row.status } : {}),
})

/** What a batch of events changes in its run's row: the `change` of the {@link RunWrite} that carries them. */
export function runChanges(events: readonly LoggedEvent[]): RunChange | undefined {
  let all: RunChange | undefined
  for (const event of events) {
    const change = runChangeOf(event)
    if (change !== undefined) all = all === undefined ? change : laidOver(all, change)
  }
  return all
}

/** Folds a run's whole log, in order. A run without events is one that has only just been queued. */
export function foldRun(runId: RunId, events: Iterable<LoggedEvent>): FoldedRun {
  const records: RecordFold = { steps: new Map(), outputs: new Map() }
  let row: RunChange = {}
  for (const event of events) {
    const change = runChangeOf(event)
    if (change !== undefined) row = laidOver(row, change)
    foldRecords(records, runId, event)
  }
  return {
    status: row.status ?? 'QUEUED',
    owner: row.owner ?? null,
    generation: row.generation ?? null,
    planHash: row.planHash ?? null,
    failureReason: row.failureReason ?? null,
    cancelCause: row.cancelCause ?? null,
    startingAt: row.startingAt ?? null,
    startedAt: row.startedAt ?? null,
    endedAt: row.endedAt ?? null,
    steps: records.steps,
    outputs: allOutputs(records),
  }
}
