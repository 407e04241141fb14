import { z } from 'zod'

const at = z.coerce.number()
const stepKey = z.string()
const attempt = z.number()
const error = z.object({ message: z.string() })

/** Those events of a run that its progress is made of, as GraphQL gives them. */
export const ProgressEvent = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('RUN_START'), at }),
  z.object({ eventType: z.enum(['STEP_START', 'STEP_RESTARTED']), at, stepKey, attempt }),
  z.object({
    eventType: z.literal('STEP_UP_FOR_RETRY'),
    at,
    stepKey,
    attempt,
    payload: z.object({ error, delaySeconds: z.number() }),
  }),
  z.object({
    eventType: z.literal('STEP_SUCCESS'),
    at,
    stepKey,
    attempt,
    payload: z.object({ items: z.record(z.string(), z.number()).optional() }),
  }),
  z.object({ eventType: z.literal('STEP_FAILURE'), at, stepKey, attempt, payload: z.object({ error }) }),
  z.object({ eventType: z.literal('STEP_SKIPPED'), at, stepKey, payload: z.object({ reason: z.string() }) }),
  z.object({ eventType: z.literal('RUN_FAILURE'), at, payload: z.object({ message: z.string() }) }),
  z.object({ eventType: z.literal('RUN_CANCELED'), at, payload: z.object({ message: z.string() }) }),
  z.object({ eventType: z.literal('RUN_SUCCESS'), at }),
])
export type ProgressEvent = z.infer<typeof ProgressEvent>
export type ProgressEventType = ProgressEvent['eventType']

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
  /** Further attempts, of all steps together. */
  readonly retries: number
  readonly startedAt: number | undefined
  readonly endedAt: number | undefined
}

export type RunEnd = 'SUCCESS' | 'FAILURE' | 'CANCELED'

export interface Progress {
  readonly ops: ReadonlyMap<string, OpProgress>
  readonly startedAt: number | undefined
  readonly endedAt: number | undefined
  readonly end: RunEnd | undefined
}

/** `op[mappingKey]` is a step of `op`. */
export const opOf = (key: string): string => key.replace(/\[.*$/, '')

/** Whether every step of the op has come to an end. */
export const isEnded = (op: OpProgress): boolean => op.succeeded + op.failed + op.skipped === op.total

export function startProgress(ops: readonly PlannedOp[]): Progress {
  const none = { running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, retries: 0 }
  const rows = ops.map((op): [string, OpProgress] => {
    const total = op.mapOver === null ? 1 : undefined
    return [op.key, { ...op, ...none, total, startedAt: undefined, endedAt: undefined }]
  })
  return { ops: new Map(rows), startedAt: undefined, endedAt: undefined, end: undefined }
}

type OpChange = (op: OpProgress) => Partial<OpProgress>

const CHANGES = {
  STEP_START:
    ({ at }) =>
    (op) => ({ running: op.running + 1, startedAt: op.startedAt ?? at }),
  STEP_RESTARTED: () => (op) => ({ running: op.running + 1, waiting: op.waiting - 1, retries: op.retries + 1 }),
  STEP_UP_FOR_RETRY: () => (op) => ({ running: op.running - 1, waiting: op.waiting + 1 }),
  STEP_SUCCESS:
    ({ at }) =>
    (op) => ({ running: op.running - 1, succeeded: op.succeeded + 1, endedAt: at }),
  STEP_FAILURE:
    ({ at }) =>
    (op) => ({ running: op.running - 1, failed: op.failed + 1, endedAt: at }),
  STEP_SKIPPED:
    ({ at }) =>
    (op) => ({ skipped: op.skipped + 1, endedAt: at }),
} satisfies Record<string, (event: ProgressEvent) => OpChange>

/** Ops that are mapped over an output of this step now know how many steps they will have. */
function countItems(ops: Map<string, OpProgress>, producer: string, items: Readonly<Record<string, number>>): void {
  for (const [key, op] of ops) {
    if (op.mapOver?.key === producer) ops.set(key, { ...op, total: items[op.mapOver.output] ?? 0 })
  }
}

/** A skipped mapped op has one step, which stands for all that were never made. */
const totalAfter = (op: OpProgress, event: ProgressEvent): number | undefined =>
  event.eventType === 'STEP_SKIPPED' ? (op.total ?? 1) : op.total

/** The progress after one more event. */
export function advance(progress: Progress, event: ProgressEvent): Progress {
  switch (event.eventType) {
    case 'RUN_START':
      return { ...progress, startedAt: event.at }
    case 'RUN_SUCCESS':
      return { ...progress, endedAt: event.at, end: 'SUCCESS' }
    case 'RUN_FAILURE':
      return { ...progress, endedAt: event.at, end: 'FAILURE' }
    case 'RUN_CANCELED':
      return { ...progress, endedAt: event.at, end: 'CANCELED' }
    default: {
      const op = progress.ops.get(opOf(event.stepKey))
      if (op === undefined) return progress
      const ops = new Map(progress.ops)
      ops.set(op.key, { ...op, total: totalAfter(op, event), ...CHANGES[event.eventType](event)(op) })
      if (event.eventType === 'STEP_SUCCESS' && event.payload.items !== undefined) countItems(ops, op.key, event.payload.items)
      return { ...progress, ops }
    }
  }
}
