import { canonicalJson, isRecord } from '../../foundation/json.ts'
import { listed } from '../../foundation/text.ts'
import { type Plan, type PlanStep, type StepKey, splitStepKey } from '../../plan/plan.ts'
import type { NeededOutput } from './needed-output.ts'
import type { ReexecutionQuestion } from './reexecution-question.ts'
import type { RunFacts } from './run-facts.ts'
import type { ReexecutionWarning, StepDecision } from './step-decision.ts'

/** Names in one sentence. */
const NAMED = 5

function some(names: readonly string[]): string {
  if (names.length <= NAMED) return listed(names)
  return `${names
    .slice(0, NAMED)
    .map((name) => `"${name}"`)
    .join(', ')} and ${names.length - NAMED} more`
}

/** Whether the current plan still has the step that this key named; a copy and a plain step are not the same. */
function isGone(key: StepKey, steps: ReadonlyMap<StepKey, PlanStep>, isSkipped: boolean): boolean {
  const { key: planKey, mappingKey } = splitStepKey(key)
  const step = steps.get(planKey)
  // A mapped step that is skipped whole has its own key.
  return step === undefined || (!isSkipped && (step.mapOver === null) !== (mappingKey === null))
}

/** A step of the same op that the run before did not have: the likeliest new name. */
function newName(planKey: StepKey, plan: Plan, before: Plan | null): StepKey | undefined {
  const opName = before?.steps.find(({ key }) => key === planKey)?.opName
  if (before === null || opName === undefined) return undefined
  const known = new Set(before.steps.map(({ key }) => key))
  return plan.steps.find((step) => step.opName === opName && !known.has(step.key))?.key
}

function stepsGone(plan: Plan, facts: RunFacts): readonly ReexecutionWarning[] {
  const steps = new Map(plan.steps.map((step) => [step.key, step]))
  const gone = new Map<StepKey, number>()
  for (const { stepKey, status } of facts.steps) {
    if (!isGone(stepKey, steps, status === 'SKIPPED')) continue
    const { key, mappingKey } = splitStepKey(stepKey)
    gone.set(key, (gone.get(key) ?? 0) + (mappingKey === null ? 0 : 1))
  }
  return [...gone].map(([planKey, copies]) => {
    const name = newName(planKey, plan, facts.plan)
    const which = copies === 0 ? '' : ` with its ${copies} mapped ${copies === 1 ? 'copy' : 'copies'}`
    const now = name === undefined ? '' : ` If "${name}" is its new name: a step under a new name executes.`
    const text = `"${planKey}"${which} of run ${facts.runId} is not in the job any more; what it made is not used.${now}`
    return { code: 'STEP_GONE', text, stepKey: planKey }
  })
}

function resourcesChanged({ resources }: ReexecutionQuestion, decisions: readonly StepDecision[]): readonly ReexecutionWarning[] {
  if (resources === undefined || resources.changed.length === 0) return []
  const reused = [...new Set(decisions.flatMap(({ kind, planKey }) => (kind === 'reuse' ? [planKey] : [])))]
  return resources.changed.flatMap((resource): ReexecutionWarning[] => {
    const users = reused.filter((key) => resources.usedBy(key).includes(resource))
    if (users.length === 0) return []
    const text = `The config of the resource "${resource}" has changed, but what ${some(users)} made with the old one is reused.`
    return [{ code: 'RESOURCE_CHANGED', text }]
  })
}

function outputsUnchecked(unknown: readonly NeededOutput[]): readonly ReexecutionWarning[] {
  if (unknown.length === 0) return []
  const managers = [...new Set(unknown.map(({ stored }) => stored.ioManager))]
  const steps = some([...new Set(unknown.map(({ stepKey }) => stepKey))])
  const text = `Whether the outputs of ${steps} are still there could not be checked (I/O manager ${listed(managers)}); they are taken to be.`
  return [{ code: 'OUTPUT_UNCHECKED', text }]
}

function marksIgnored({ markedDone }: ReexecutionQuestion, decisions: readonly StepDecision[]): readonly ReexecutionWarning[] {
  const marked = new Set(decisions.flatMap(({ kind, stepKey }) => (kind === 'mark-done' ? [stepKey] : [])))
  return [...(markedDone ?? [])]
    .filter((key) => !marked.has(key))
    .map((key) => {
      const text = `"${key}" cannot be marked as done: the step that makes its mapping keys executes, and may make others.`
      return { code: 'MARK_IGNORED', text, stepKey: key }
    })
}

export interface WarningsQuestion {
  readonly question: ReexecutionQuestion
  readonly decisions: readonly StepDecision[]
  /** See Needs. */
  readonly unknown: readonly NeededOutput[]
}

export const reexecutionWarnings = ({ question, decisions, unknown }: WarningsQuestion): readonly ReexecutionWarning[] => [
  ...stepsGone(question.plan, question.facts),
  ...resourcesChanged(question, decisions),
  ...outputsUnchecked(unknown),
  ...marksIgnored(question, decisions),
]

const resourceSections = (config: unknown): Readonly<Record<string, unknown>> => {
  const resources = isRecord(config) ? config['resources'] : undefined
  return isRecord(resources) ? resources : {}
}

/** Keys of the resources to which two run configs say different things, `{ env }` unresolved. */
export function changedResources(before: unknown, now: unknown): readonly string[] {
  const [old, current] = [resourceSections(before), resourceSections(now)]
  const said = (section: unknown): string => (section === undefined ? 'nothing' : canonicalJson(section))
  return [...new Set([...Object.keys(old), ...Object.keys(current)])]
    .filter((key) => said(old[key]) !== said(current[key]))
    .sort()
}
