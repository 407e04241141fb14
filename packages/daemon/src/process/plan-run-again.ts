import {
  type AttemptServices,
  checkMarked,
  type ExecutePlanOptions,
  FrameworkError,
  newEvent,
  type PlannedJob,
  type RunEvent,
  reexecutionRun,
  reusedEvents,
  type StoredMarks,
  serializeError,
  storeMarked,
} from '@pawl/core/plugin'
import { type AgainQuestion, type DecidedAgain, decideAgain } from './decide-again.ts'

export interface RerunQuestion extends Omit<AgainQuestion, 'onUnchecked' | 'configHash' | 'hostId'> {
  readonly services: AttemptServices
}

/** How a run goes on from an earlier one. */
export interface Rerun {
  readonly execution: Pick<ExecutePlanOptions, 'selected' | 'reused'>
  /** What the log says of it, to be written with RUN_START. */
  readonly events: readonly RunEvent[]
  readonly leftOut: readonly string[]
}

const warning = (at: number, message: string, error?: unknown): RunEvent =>
  newEvent('ENGINE_EVENT', {
    at,
    payload: { level: 'warn', message, ...(error === undefined ? {} : { error: serializeError(error) }) },
  })

/** Stores the values of the steps that the plan takes as done. @throws FrameworkError INVALID_MARKED_STEP */
async function storeDone(
  planned: PlannedJob,
  { settled, marks }: DecidedAgain,
  storing: { readonly services: AttemptServices; readonly signal: AbortSignal },
): Promise<StoredMarks> {
  const done = new Set(settled.decisions.flatMap(({ kind, stepKey }) => (kind === 'mark-done' ? [stepKey] : [])))
  const checked = await checkMarked(
    planned,
    marks.filter(({ stepKey }) => done.has(stepKey)),
  )
  if (checked.ok) return storeMarked(checked.marks, storing)
  throw new FrameworkError('INVALID_MARKED_STEP', { message: checked.problems.map(({ message }) => message).join('\n') })
}

/**
 * Plans a re-execution on the current code: what is reused and what executes; stores what a person has given for steps that are done.
 * @throws FrameworkError INVALID_OP_SELECTION, INVALID_MARKED_STEP, and whatever an I/O manager throws
 */
export async function planRunAgain({ services, ...question }: RerunQuestion): Promise<Rerun> {
  const { planned, signal } = question
  const now = (): number => services.clock.now()
  const problems: RunEvent[] = []
  const decided = await decideAgain({
    ...question,
    configHash: (stepKey) => services.configHash(stepKey),
    hostId: services.hostId,
    onUnchecked: (key, error) =>
      problems.push(warning(now(), `The I/O manager "${key}" could not say which outputs are still there.`, error)),
  })
  const { settled } = decided
  const marks = await storeDone(planned, decided, { services, signal })
  const warnings = settled.warnings.map(({ text }) => warning(now(), text))
  return {
    execution: reexecutionRun(settled, marks.outputs),
    events: [...reusedEvents(settled, now()), ...marks.events, ...warnings, ...problems],
    leftOut: settled.leftOut,
  }
}
