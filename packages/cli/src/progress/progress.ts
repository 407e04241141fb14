interface OfRun {
  readonly at: number
}
interface OfStep extends OfRun {
  readonly stepKey?: string
  readonly attempt?: number
}
interface Failed {
  readonly error: { readonly message: string }
  readonly reason: string
}

type RunProgressEvent = OfRun & {
  readonly type: 'RUN_START' | 'RUN_CANCELING' | 'RUN_SUCCESS' | 'RUN_FAILURE' | 'RUN_CANCELED'
}
type StepProgressEvent =
  | (OfStep & { readonly type: 'STEP_START' | 'STEP_RESTARTED' | 'STEP_MARKED_DONE' })
  | (OfStep & { readonly type: 'STEP_UP_FOR_RETRY'; readonly payload: Failed & { readonly delaySeconds: number } })
  | (OfStep & {
      readonly type: 'STEP_SUCCESS' | 'STEP_REUSED'
      readonly payload: { readonly items?: Readonly<Record<string, number>> }
    })
  | (OfStep & { readonly type: 'STEP_FAILURE'; readonly payload: Failed })
  | (OfStep & { readonly type: 'STEP_SKIPPED'; readonly payload: { readonly reason: string } })

/** Those events of a run that its progress is made of, with as much of them as it needs; `at` is UTC milliseconds. */
export type ProgressEvent = RunProgressEvent | StepProgressEvent

/** An op of the job, and the op and output whose items it runs for, if it is mapped. */
export interface PlannedOp {
  readonly key: string
  readonly mapOver: { readonly key: string; readonly output: string } | null
}

/** Where all steps of one op stand together: one for an ordinary op, one for each item for a mapped one. */
export interface OpProgress extends PlannedOp {
  /** How many steps there will be; undefined while the items are not known yet. */
  readonly total: number | undefined
  readonly running: number
  readonly waiting: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  /** Taken from an earlier run, or marked as done by a person. */
  readonly reused: number
  /** Further attempts, of all steps together. */
  readonly retries: number
  /** Of the first attempt, and of the last end; UTC milliseconds. */
  readonly startedAt: number | undefined
  readonly endedAt: number | undefined
}

export type RunEndStatus = 'SUCCESS' | 'FAILURE' | 'CANCELED'

export interface Progress {
  readonly ops: ReadonlyMap<string, OpProgress>
  readonly startedAt: number | undefined
  readonly endedAt: number | undefined
  /** It was asked to stop, and has not ended yet. */
  readonly isCanceling: boolean
  readonly end: RunEndStatus | undefined
}

/** `op[mappingKey]` is a step of `op`. */
export const opOf = (stepKey: string): string => stepKey.replace(/\[.*$/s, '')

export const endedSteps = ({ succeeded, failed, skipped, reused }: OpProgress): number => succeeded + failed + skipped + reused

/** Whether every step of the op has come to an end. */
export const isEnded = (op: OpProgress): boolean => endedSteps(op) === op.total

const NONE = { running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, reused: 0, retries: 0 }

const newOp = (op: PlannedOp): OpProgress => ({
  ...op,
  ...NONE,
  total: op.mapOver === null ? 1 : undefined,
  startedAt: undefined,
  endedAt: undefined,
})

/** Of a run that has not started; without its ops, which can be told later by {@link withOps}. */
export function startProgress(ops: readonly PlannedOp[] = []): Progress {
  const rows = ops.map((op): [string, OpProgress] => [op.key, newOp(op)])
  return { ops: new Map(rows), startedAt: undefined, endedAt: undefined, isCanceling: false, end: undefined }
}

/** The ops of a run are known when it starts, before the first event of any step. */
export const withOps = (progress: Progress, ops: readonly PlannedOp[]): Progress => ({
  ...progress,
  ops: startProgress(ops).ops,
})

function opChange(op: OpProgress, event: StepProgressEvent): OpProgress {
  const { at } = event
  switch (event.type) {
    case 'STEP_START':
      return { ...op, running: op.running + 1, startedAt: op.startedAt ?? at }
    case 'STEP_RESTARTED':
      return { ...op, running: op.running + 1, waiting: op.waiting - 1, retries: op.retries + 1 }
    case 'STEP_UP_FOR_RETRY':
      return { ...op, running: op.running - 1, waiting: op.waiting + 1 }
    case 'STEP_SUCCESS':
      return { ...op, running: op.running - 1, succeeded: op.succeeded + 1, endedAt: at }
    case 'STEP_FAILURE':
      return { ...op, running: op.running - 1, failed: op.failed + 1, endedAt: at }
    case 'STEP_SKIPPED':
      // A skipped mapped op has one step, which stands for all that were never made.
      return { ...op, total: op.total ?? 1, skipped: op.skipped + 1, endedAt: at }
    case 'STEP_REUSED':
    case 'STEP_MARKED_DONE':
      return { ...op, reused: op.reused + 1, endedAt: at }
  }
}

/** Ops that are mapped over an output of this step now know how many steps they will have. */
function countItems(ops: Map<string, OpProgress>, producer: string, items: Readonly<Record<string, number>>): void {
  for (const [key, op] of ops) {
    if (op.mapOver?.key === producer) ops.set(key, { ...op, total: items[op.mapOver.output] ?? 0 })
  }
}

function afterRunEvent(progress: Progress, event: RunProgressEvent): Progress {
  switch (event.type) {
    case 'RUN_START':
      return { ...progress, startedAt: event.at }
    case 'RUN_CANCELING':
      return { ...progress, isCanceling: true }
    case 'RUN_SUCCESS':
      return { ...progress, endedAt: event.at, end: 'SUCCESS' }
    case 'RUN_FAILURE':
      return { ...progress, endedAt: event.at, end: 'FAILURE' }
    case 'RUN_CANCELED':
      return { ...progress, endedAt: event.at, end: 'CANCELED' }
  }
}

function applyStepEvent(ops: Map<string, OpProgress>, event: StepProgressEvent): void {
  const op = ops.get(opOf(event.stepKey ?? ''))
  if (op === undefined) return
  ops.set(op.key, opChange(op, event))
  if (event.type !== 'STEP_SUCCESS' && event.type !== 'STEP_REUSED') return
  if (event.payload.items !== undefined) countItems(ops, op.key, event.payload.items)
}

/** The progress after more events, in order; those it is not made of are passed over. */
export function advance(progress: Progress, events: readonly { readonly type: string }[]): Progress {
  const ops = new Map(progress.ops)
  let run = progress
  for (const event of events) {
    if (isRunEvent(event)) run = afterRunEvent(run, event)
    else if (isStepEvent(event)) applyStepEvent(ops, event)
  }
  return { ...run, ops }
}

const RUN_EVENT_TYPES: readonly RunProgressEvent['type'][] = [
  'RUN_START',
  'RUN_CANCELING',
  'RUN_SUCCESS',
  'RUN_FAILURE',
  'RUN_CANCELED',
]
const STEP_EVENT_TYPES: readonly StepProgressEvent['type'][] = [
  'STEP_START',
  'STEP_RESTARTED',
  'STEP_UP_FOR_RETRY',
  'STEP_SUCCESS',
  'STEP_FAILURE',
  'STEP_SKIPPED',
  'STEP_REUSED',
  'STEP_MARKED_DONE',
]
/** What to ask an event log for. */
export const PROGRESS_EVENT_TYPES: readonly ProgressEvent['type'][] = [...RUN_EVENT_TYPES, ...STEP_EVENT_TYPES]

const RUN_TYPES: ReadonlySet<string> = new Set(RUN_EVENT_TYPES)
const STEP_TYPES: ReadonlySet<string> = new Set(STEP_EVENT_TYPES)

// The type decides the shape of an event of the log.
const isRunEvent = (event: { readonly type: string }): event is RunProgressEvent => RUN_TYPES.has(event.type)
const isStepEvent = (event: { readonly type: string }): event is StepProgressEvent => STEP_TYPES.has(event.type)
export const isProgressEvent = (event: { readonly type: string }): event is ProgressEvent =>
  isRunEvent(event) || isStepEvent(event)
