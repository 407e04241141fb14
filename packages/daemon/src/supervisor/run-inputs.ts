import {
  type EventLog,
  foldRunFacts,
  inheritedFacts,
  noFacts,
  type Plan,
  RUN_FACTS_EVENTS,
  type Run,
  type RunFacts,
  type RunStorage,
  type StoredEvent,
} from '@pawl/core/plugin'
import type { RunAssignment } from '../channel/protocol.ts'
import { sourceOutputs } from './source-outputs.ts'

/** What a run takes from others, as its worker is told it. */
export type RunInputs = Pick<RunAssignment, 'sourceOutputs' | 'reexecution'>

export interface RunReads {
  readonly runs: RunStorage
  readonly eventLog: EventLog
}

export const NO_INPUTS: RunInputs = { sourceOutputs: null, reexecution: null }

const EVENT_PAGE = 1_000

/** Whether a run reuses what an earlier one has made: all of them but those that were asked to do everything again. */
const isReexecution = (run: Run): boolean =>
  run.parentRunId !== null && run.strategy !== null && run.strategy !== 'ALL_STEPS' && run.inputsFromRunId === null

export const takesInputs = (run: Run): boolean => run.inputsFromRunId !== null || isReexecution(run)

async function factEvents(eventLog: EventLog, runId: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = []
  for (;;) {
    const page = await eventLog.listEvents(runId, {
      afterSeq: events.at(-1)?.seq ?? 0,
      limit: EVENT_PAGE,
      filter: { types: RUN_FACTS_EVENTS },
    })
    events.push(...page)
    if (page.length < EVENT_PAGE) return events
  }
}

/**
 * What is known of the run that another one re-executes. A run that never came to its plan has made nothing: then it is what that one
 * was to take over that counts.
 */
async function factsOf(reads: RunReads, runId: string): Promise<RunFacts> {
  const run = await reads.runs.getRun(runId)
  if (run === undefined) return noFacts(runId)
  if (run.planHash === null) {
    if (run.parentRunId === null) return noFacts(runId)
    return inheritedFacts(await factsOf(reads, run.parentRunId), run.strategy === 'FROM_FAILURE' ? undefined : 'all')
  }
  const plan = await reads.runs.getPlan(run.planHash)
  return foldRunFacts(runId, await factEvents(reads.eventLog, runId), (plan?.snapshot as unknown as Plan | undefined) ?? null)
}

/** Reads everything that a run takes from others. */
export async function readRunInputs(reads: RunReads, run: Run): Promise<RunInputs> {
  const { inputsFromRunId, parentRunId, strategy } = run
  if (inputsFromRunId !== null) return { ...NO_INPUTS, sourceOutputs: await sourceOutputs(reads.runs, inputsFromRunId) }
  if (!isReexecution(run) || parentRunId === null || strategy === null) return NO_INPUTS
  return { ...NO_INPUTS, reexecution: { strategy, facts: await factsOf(reads, parentRunId) } }
}
