import type { EventLog, FailureReason, Run, RunEventOf, RunStorage, StoredEvent, ToldError } from '@pawl/core/plugin'

/** What a run's row and its log say about its end. */
export interface EndedRun {
  readonly run: Run
  readonly reason: FailureReason | null
  /** In a sentence; null for a success. */
  readonly message: string | null
  readonly failedStep: { readonly stepKey: string; readonly attempt: number } | null
  readonly error: ToldError | null
}

export interface EndedRunReads {
  readonly runs: Pick<RunStorage, 'getRun'>
  readonly eventLog: Pick<EventLog, 'listEvents'>
}

/** Reasons that are the end of a failed step; the others befell the run itself. */
const CAUSED_BY_STEP: ReadonlySet<FailureReason> = new Set<FailureReason>(['STEP_FAILURE', 'RESOURCE_INIT_FAILURE'])

type End = 'STEP_FAILURE' | 'RUN_FAILURE' | 'RUN_CANCELED'

const isOf = <Type extends End>(event: StoredEvent | undefined, type: Type): event is StoredEvent & RunEventOf<Type> =>
  event !== undefined && !('unknown' in event) && event.type === type

async function firstFailure({ eventLog }: EndedRunReads, runId: string): Promise<RunEventOf<'STEP_FAILURE'> | undefined> {
  const [event] = await eventLog.listEvents(runId, { limit: 1, filter: { types: ['STEP_FAILURE'] } })
  return isOf(event, 'STEP_FAILURE') ? event : undefined
}

/** Looked for from the end, where it stands: logs can be long. */
async function finalEvent<Type extends 'RUN_FAILURE' | 'RUN_CANCELED'>(
  { eventLog }: EndedRunReads,
  { runId, nextSeq }: Run,
  type: Type,
): Promise<RunEventOf<Type> | undefined> {
  const [event] = await eventLog.listEvents(runId, { limit: 1, beforeSeq: nextSeq, filter: { types: [type] } })
  return isOf(event, type) ? event : undefined
}

async function readFailure(reads: EndedRunReads, run: Run): Promise<EndedRun> {
  const byStep = run.failureReason !== null && CAUSED_BY_STEP.has(run.failureReason)
  const step = byStep ? await firstFailure(reads, run.runId) : undefined
  const failure = await finalEvent(reads, run, 'RUN_FAILURE')
  return {
    run,
    reason: run.failureReason,
    message: failure?.payload.message ?? null,
    failedStep: step?.stepKey === undefined ? null : { stepKey: step.stepKey, attempt: step.attempt ?? 1 },
    error: step?.payload.error ?? failure?.payload.error ?? null,
  }
}

/** Reads what there is to tell of a run that has ended; undefined when it was deleted since. */
export async function readEndedRun(reads: EndedRunReads, runId: string): Promise<EndedRun | undefined> {
  const run = await reads.runs.getRun(runId)
  if (run === undefined) return undefined
  if (run.status === 'FAILURE') return readFailure(reads, run)
  const canceled = run.status === 'CANCELED' ? await finalEvent(reads, run, 'RUN_CANCELED') : undefined
  return { run, reason: null, message: canceled?.payload.message ?? null, failedStep: null, error: null }
}
