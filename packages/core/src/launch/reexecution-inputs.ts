import type { StoredEvent } from '../event/run-event.ts'
import { reexecutionScope } from '../execution/reexecution/reexecution-scope.ts'
import { foldRunFacts, inheritedFacts, noFacts, RUN_FACTS_EVENTS, type RunFacts } from '../execution/reexecution/run-facts.ts'
import { FrameworkError } from '../foundation/errors.ts'
import type { RunId } from '../foundation/ids.ts'
import type { JsonObject } from '../foundation/json.ts'
import type { StepKey } from '../plan/plan.ts'
import { readPlan } from '../plan/read-plan.ts'
import type { ReexecutionTerms, RunSpec, Strategy } from '../run/run.ts'
import type { EventLog } from '../storage/event-log.ts'
import type { RunStorage } from '../storage/run-storage.ts'

/** All that a re-execution goes by besides the spec of its run: the same for its preview and for itself. JSON. */
export interface ReexecutionInputs {
  readonly strategy: Strategy
  readonly terms: ReexecutionTerms | null
  readonly facts: RunFacts
  /** Of the run that gives what the selection leaves open; null where there is none. */
  readonly sourceFacts: RunFacts | null
  /** The config of the run that is re-executed; null when that was deleted. */
  readonly configBefore: JsonObject | null
}

export interface FactReads {
  readonly runs: Pick<RunStorage, 'getRun' | 'getPlan'>
  readonly eventLog: Pick<EventLog, 'listEvents'>
}

/** What a run has to say of itself for its inputs to be read; it may not have been launched yet. */
export type ReexecutionOf = Pick<RunSpec, 'parentRunId' | 'strategy' | 'opSelection' | 'inputsFromRunId' | 'reexecution'>

const EVENT_PAGE = 1_000

async function factEvents(eventLog: FactReads['eventLog'], runId: RunId): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = []
  for (;;) {
    const afterSeq = events.at(-1)?.seq ?? 0
    const page = await eventLog.listEvents(runId, { afterSeq, limit: EVENT_PAGE, filter: { types: RUN_FACTS_EVENTS } })
    events.push(...page)
    if (page.length < EVENT_PAGE) return events
  }
}

/** The steps that a run which never came to its plan was to execute whatever their state. */
function forcedSteps(
  { strategy, opSelection, reexecution }: ReexecutionOf,
  facts: RunFacts,
): ReadonlySet<StepKey> | 'all' | undefined {
  if (strategy === 'FROM_FAILURE') return undefined
  const { plan } = facts
  if (plan === null || strategy === null || opSelection === null) return 'all'
  const { withDownstream = false } = reexecution ?? {}
  try {
    return reexecutionScope({ plan, facts, strategy, opSelection, withDownstream }).keys
  } catch {
    // A selection of other code than that of the older run.
    return 'all'
  }
}

/** What is taken to be known of a run that was deleted. */
type WhenGone = (runId: RunId) => RunFacts

/** To do everything again is not what was asked for. */
const refuse: WhenGone = (runId) => {
  throw new FrameworkError('PARENT_RUN_GONE', {
    message:
      `Run ${runId} was deleted, so nothing tells which of its steps had succeeded and what they had put out. ` +
      'Re-execute with the strategy ALL_STEPS, or launch the job anew.',
    details: { runId },
  })
}

const startsOver = ({ strategy, opSelection }: ReexecutionOf): boolean =>
  strategy === null || (strategy === 'ALL_STEPS' && opSelection === null)

/**
 * What is known of the run that another one re-executes. A run that never came to its plan has made nothing: then it is what that one
 * was to take over that counts.
 */
async function factsOf(reads: FactReads, runId: RunId, whenGone: WhenGone): Promise<RunFacts> {
  const run = await reads.runs.getRun(runId)
  if (run === undefined) return whenGone(runId)
  if (run.planHash === null) {
    if (run.parentRunId === null) return noFacts(runId)
    const before = await factsOf(reads, run.parentRunId, startsOver(run) ? noFacts : whenGone)
    return inheritedFacts(before, forcedSteps(run, before))
  }
  const plan = await reads.runs.getPlan(run.planHash)
  return foldRunFacts(runId, await factEvents(reads.eventLog, runId), plan === undefined ? null : readPlan(plan.snapshot))
}

/** Whether anything of an earlier run matters to a run: all of them but first runs, and those that do everything again. */
const goesBack = ({ strategy, opSelection, reexecution }: ReexecutionOf): boolean =>
  strategy !== null && (strategy !== 'ALL_STEPS' || opSelection !== null || (reexecution?.markedDone.length ?? 0) > 0)

/** Whether a run has to be told of an earlier one before it can be planned. */
export const isReexecution = (run: ReexecutionOf): boolean => run.parentRunId !== null && goesBack(run)

/**
 * Reads what a re-execution goes by; undefined for a run that does not go back to an earlier one.
 * @throws FrameworkError PARENT_RUN_GONE when it was to go on from what a run did that was deleted
 */
export async function readReexecutionInputs(reads: FactReads, run: ReexecutionOf): Promise<ReexecutionInputs | undefined> {
  const { parentRunId, strategy, opSelection, inputsFromRunId, reexecution: terms } = run
  if (parentRunId === null || strategy === null || !goesBack(run)) return undefined
  const parent = await reads.runs.getRun(parentRunId)
  const hasSource = inputsFromRunId !== null && opSelection !== null
  return {
    strategy,
    terms,
    facts: await factsOf(reads, parentRunId, strategy === 'ALL_STEPS' ? noFacts : refuse),
    sourceFacts: hasSource ? await factsOf(reads, inputsFromRunId, noFacts) : null,
    configBefore: parent?.config ?? null,
  }
}
