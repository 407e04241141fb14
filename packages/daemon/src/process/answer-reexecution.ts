import {
  checkMarked,
  type MarkableStep,
  markProblem,
  noFacts,
  outputsToMark,
  type PlannedJob,
  type ReexecutionInputs,
  type ReexecutionInquiry,
  type ReexecutionReply,
  refusedMarks,
  type StepDecision,
  stepConfigHashes,
} from '@pawl/core/plugin'
import { decideAgain, planOfRun } from './decide-again.ts'
import type { PlanOfJob } from './planned-jobs.ts'
import type { WorkerContext } from './worker-run.ts'

/** Steps that did not succeed, and for which values may be given instead. */
function markableSteps(
  { plan }: PlannedJob,
  { facts }: ReexecutionInputs,
  decisions: readonly StepDecision[],
): readonly MarkableStep[] {
  const steps = new Map(plan.steps.map((step) => [step.key, step]))
  const recorded = new Map(facts.steps.map((step) => [step.stepKey, step]))
  return decisions.flatMap(({ stepKey, planKey }): MarkableStep[] => {
    const [step, record] = [steps.get(planKey), recorded.get(stepKey)]
    if (step === undefined || record === undefined) return []
    // Of these two only: each question to the whole plan would cost its length.
    const problem = markProblem({ ...plan, steps: [step] }, { ...facts, steps: [record] }, stepKey)
    return problem === undefined ? [{ stepKey, outputs: outputsToMark(step) }] : []
  })
}

/** What everything has to be done again by: nothing is known, and nothing has to be. */
const everything = ({ parentRunId }: ReexecutionInquiry): ReexecutionInputs => ({
  strategy: 'ALL_STEPS',
  terms: null,
  facts: noFacts(parentRunId),
  sourceFacts: null,
  configBefore: null,
})

/**
 * What a run that is not launched yet would do about each step, or what is wrong with it.
 * @throws FrameworkError UNKNOWN_JOB, INVALID_OP_SELECTION, SELECTION_REQUIRED
 */
export async function answerReexecution(
  inquiry: ReexecutionInquiry,
  { job, planned: whole }: PlanOfJob,
  { definitions, ioManagers, options }: Pick<WorkerContext, 'definitions' | 'ioManagers' | 'options'>,
): Promise<ReexecutionReply> {
  const { config, opSelection } = inquiry
  const reexecution = inquiry.inputs ?? everything(inquiry)
  const question = { config, opSelection, reexecution, hasSource: false }
  const { selected, checked, planned } = await planOfRun({ job, planned: whole }, question, definitions.resources)
  if (!checked.ok) return { kind: 'invalid-config', errors: checked.errors }
  const marked = reexecution.terms?.markedDone ?? []
  const refused = refusedMarks(planned, reexecution.facts, marked)
  const values = refused.length > 0 ? undefined : await checkMarked(planned, marked)
  if (refused.length > 0 || values?.ok === false)
    return { kind: 'invalid-marks', problems: values?.ok === false ? values.problems : refused }
  if (!inquiry.decides) return { kind: 'possible' }
  const hashes = await stepConfigHashes(planned.plan, config)
  const { settled } = await decideAgain({
    ...{ planned, selected, config, opSelection, reexecution, ioManagers },
    configHash: (stepKey) => hashes.get(stepKey),
    hostId: options.hostId,
    // The deadline is the asker's: a process that does not answer is ended.
    signal: new AbortController().signal,
    // The decisions carry a warning about what could not be checked.
    onUnchecked: () => undefined,
  })
  const { decisions, warnings } = settled
  return { kind: 'decided', decisions, warnings, markable: markableSteps(planned, reexecution, decisions) }
}
