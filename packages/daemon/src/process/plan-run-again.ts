import {
  type ExecutePlanOptions,
  type IOManagerPool,
  newEvent,
  outputCheck,
  type PlannedJob,
  type Reexecution,
  type RunEvent,
  type RunFacts,
  reexecutionRun,
  reexecutionScope,
  reusedEvents,
  serializeError,
  settleReexecution,
} from '@pawl/core/plugin'
import type { RunAssignment } from '../channel/protocol.ts'

export interface RerunQuestion {
  readonly assignment: RunAssignment
  readonly planned: PlannedJob
  readonly configHash: (stepKey: string) => string | undefined
  readonly ioManagers: IOManagerPool
  readonly hostId: string
  readonly signal: AbortSignal
  readonly now: () => number
}

/** How a run goes on from an earlier one. */
export interface Rerun {
  readonly execution: Pick<ExecutePlanOptions, 'selected' | 'reused'>
  /** What the log says of it, to be written with RUN_START. */
  readonly events: readonly RunEvent[]
  readonly leftOut: readonly string[]
}

/** Who else can read what each of the I/O managers in the facts has stored; one that is there no more is left out. */
async function scopesOf(facts: RunFacts, ioManagers: IOManagerPool) {
  const keys = new Set(facts.steps.flatMap(({ outputs }) => outputs.map(({ stored }) => stored.ioManager)))
  const scopes = await Promise.all(
    [...keys].map(async (key) => {
      try {
        return [[key, (await ioManagers.get(key)).scope] as const]
      } catch {
        // What it has stored is out of reach, and says so in the decisions.
        return []
      }
    }),
  )
  return Object.fromEntries(scopes.flat())
}

const warning = (at: number, message: string, error?: unknown): RunEvent =>
  newEvent('ENGINE_EVENT', {
    at,
    payload: { level: 'warn', message, ...(error === undefined ? {} : { error: serializeError(error) }) },
  })

/**
 * Plans a re-execution on the current code: what is reused and what executes, after asking whether the needed outputs are still there.
 * @throws FrameworkError INVALID_OP_SELECTION
 */
export async function planRunAgain({ assignment, planned, ...question }: RerunQuestion): Promise<Rerun | undefined> {
  if (assignment.reexecution === null) return undefined
  const { strategy, facts } = assignment.reexecution
  const { configHash, ioManagers, hostId, signal, now } = question
  const { plan } = planned
  const problems: RunEvent[] = []
  const settled: Reexecution = await settleReexecution(
    {
      plan,
      facts,
      scope: reexecutionScope({ plan, facts, strategy, opSelection: assignment.opSelection }),
      configHash,
      reach: { hostId, scopes: await scopesOf(facts, ioManagers) },
    },
    outputCheck({
      ioManager: (key) => ioManagers.get(key),
      runId: facts.runId,
      signal,
      onError: (key, error) =>
        problems.push(warning(now(), `The I/O manager "${key}" could not say which outputs are still there.`, error)),
    }),
  )
  const warnings = settled.warnings.map(({ text }) => warning(now(), text))
  return {
    execution: reexecutionRun(settled),
    events: [...reusedEvents(settled, now()), ...warnings, ...problems],
    leftOut: settled.leftOut,
  }
}
