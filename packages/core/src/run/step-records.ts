import type { HandledOutputPayload, RunEvent, StoredEvent } from '../event/run-event.ts'
import type { RunId } from '../foundation/ids.ts'
import type { StepStatus } from './run-status.ts'
import type { OutputRecord, StepRecord } from './step-record.ts'

/** The parts of a {@link RunWrite} that follow from its events. */
export interface RecordChanges {
  /** The newest record of every step the events touch. */
  readonly steps: readonly StepRecord[]
  readonly outputs: readonly OutputRecord[]
  /** Steps that started anew, whose earlier outputs no longer count. */
  readonly restarted: readonly string[]
}

/** One event of the log, before or after it has its number. */
export type LoggedEvent = RunEvent | StoredEvent

const NEVER_STARTED: Omit<StepRecord, 'stepKey' | 'status'> = {
  attempts: 0,
  startedAt: null,
  endedAt: null,
  retryAt: null,
  codeVersion: null,
  configHash: null,
  planOrder: 0,
}

type AttemptEnd = { readonly stepKey: string; readonly status: StepStatus; readonly at: number; readonly startedAt: number }

/** The end of an attempt tells nothing of the step's place and versions: those stay as its start recorded them. */
function endOfAttempt(previous: StepRecord | undefined, end: AttemptEnd, attempt: number | undefined): StepRecord {
  const { stepKey, status, startedAt, at } = end
  const attempts = Math.max(previous?.attempts ?? 0, attempt ?? 1)
  return { ...NEVER_STARTED, ...previous, stepKey, status, attempts, startedAt, endedAt: at, retryAt: null }
}

/** A step that came to its end without an attempt in this run. */
const withoutAttempt = (
  stepKey: string,
  status: StepStatus,
  event: { readonly at: number; readonly payload: { readonly planOrder: number; codeVersion?: string; configHash?: string } },
): StepRecord => ({
  ...NEVER_STARTED,
  stepKey,
  status,
  endedAt: event.at,
  codeVersion: event.payload.codeVersion ?? null,
  configHash: event.payload.configHash ?? null,
  planOrder: event.payload.planOrder,
})

/** Where a step stands after an event, or undefined when the event says nothing about that; `previous` is where it stood before. */
export function stepRecordAfter(event: LoggedEvent, previous: () => StepRecord | undefined): StepRecord | undefined {
  const { stepKey } = event
  if (stepKey === undefined || 'unknown' in event) return undefined
  switch (event.type) {
    case 'STEP_START':
    case 'STEP_RESTARTED':
      return {
        stepKey,
        status: 'STARTED',
        attempts: event.attempt ?? 1,
        startedAt: event.at,
        endedAt: null,
        retryAt: null,
        codeVersion: event.payload.codeVersion ?? null,
        configHash: event.payload.configHash ?? null,
        planOrder: event.payload.planOrder,
      }
    case 'STEP_SUCCESS':
      return endOfAttempt(previous(), { ...event.payload, stepKey, status: 'SUCCESS', at: event.at }, event.attempt)
    case 'STEP_FAILURE':
      return endOfAttempt(previous(), { ...event.payload, stepKey, status: 'FAILURE', at: event.at }, event.attempt)
    case 'STEP_UP_FOR_RETRY': {
      const end: AttemptEnd = { ...event.payload, stepKey, status: 'UP_FOR_RETRY', at: event.at }
      return { ...endOfAttempt(previous(), end, event.attempt), retryAt: event.payload.retryAt }
    }
    case 'STEP_SKIPPED':
      return withoutAttempt(stepKey, 'SKIPPED', event)
    case 'STEP_REUSED':
      return withoutAttempt(stepKey, 'REUSED', event)
    case 'STEP_MARKED_DONE':
      return withoutAttempt(stepKey, 'MARKED_DONE', event)
    default:
      return undefined
  }
}

const outputRecord = (stepKey: string, handled: HandledOutputPayload, originRunId: string): OutputRecord => ({
  stepKey,
  output: handled.output,
  mappingKey: handled.mappingKey ?? null,
  originRunId,
  assetKey: handled.assetKey ?? null,
  partitionKey: handled.partitionKey ?? null,
  stored: handled.stored,
})

/** The outputs an event makes ready to be loaded. */
export function outputRecordsOf(event: LoggedEvent, runId: RunId): readonly OutputRecord[] {
  const { stepKey } = event
  if (stepKey === undefined || 'unknown' in event) return []
  switch (event.type) {
    case 'HANDLED_OUTPUT':
      return [outputRecord(stepKey, event.payload, runId)]
    case 'STEP_MARKED_DONE':
      return event.payload.outputs.map((handled) => outputRecord(stepKey, handled, runId))
    case 'STEP_REUSED': {
      const { outputs, originRunId } = event.payload
      return outputs.map((handled) => outputRecord(stepKey, handled, originRunId))
    }
    default:
      return []
  }
}

/** A later attempt makes its outputs anew; in particular a dynamic output may have other keys than before. */
const forgetsOutputs = (event: LoggedEvent): boolean => event.type === 'STEP_RESTARTED' && !('unknown' in event)

/** Steps and their outputs by name, as the events so far leave them. */
export interface RecordFold {
  readonly steps: Map<string, StepRecord>
  /** By step key, then by output and mapping key. */
  readonly outputs: Map<string, Map<string, OutputRecord>>
}

/** Takes one event into the fold; gives the step's key when it started anew. */
export function foldRecords(fold: RecordFold, runId: RunId, event: LoggedEvent, earlier?: RecordsBefore): string | undefined {
  const { stepKey } = event
  if (stepKey === undefined) return undefined
  const after = stepRecordAfter(event, () => fold.steps.get(stepKey) ?? earlier?.(stepKey))
  if (after !== undefined) fold.steps.set(stepKey, after)
  const restarted = forgetsOutputs(event) ? stepKey : undefined
  if (restarted !== undefined) fold.outputs.delete(stepKey)
  const handled = outputRecordsOf(event, runId)
  if (handled.length === 0) return restarted
  const outputs = fold.outputs.get(stepKey) ?? new Map<string, OutputRecord>()
  fold.outputs.set(stepKey, outputs)
  // A slash is in no output name.
  for (const output of handled) outputs.set(`${output.output}/${output.mappingKey ?? ''}`, output)
  return restarted
}

export const allOutputs = (fold: Pick<RecordFold, 'outputs'>): readonly OutputRecord[] =>
  [...fold.outputs.values()].flatMap((outputs) => [...outputs.values()])

/** The record of a step as earlier batches left it. */
export type RecordsBefore = (stepKey: string) => StepRecord | undefined

/**
 * Turns one batch of a run's events into the rows they change, in time proportional to the batch. `before` is asked only
 * for a step whose attempt ends here without having started here.
 */
export function recordChanges(runId: RunId, events: readonly LoggedEvent[], before: RecordsBefore): RecordChanges {
  const fold: RecordFold = { steps: new Map(), outputs: new Map() }
  const restarted = new Set<string>()
  for (const event of events) {
    const stepKey = foldRecords(fold, runId, event, before)
    if (stepKey !== undefined) restarted.add(stepKey)
  }
  return { steps: [...fold.steps.values()], outputs: allOutputs(fold), restarted: [...restarted] }
}
