import { configAt, stepConfigPath } from './config-path.ts'
import { type Plan, type PlanInput, type PlanStep, type StepKey, sourcesOf } from './plan.ts'

/** The part of a job that a run is to execute. */
export interface RunConfigSelection {
  /** Of the whole job: it knows which inputs the selection leaves open. */
  readonly plan: Plan
  readonly keys: ReadonlySet<StepKey>
  /** Whether an earlier run gives what the selection leaves open. */
  readonly inputsFromRun: boolean
}

/** Whether a selected step takes what the run config says at this path; an input of a graph may be for other steps only. */
export function isTaken(path: readonly string[], selection: RunConfigSelection | undefined): boolean {
  if (selection === undefined) return true
  const wanted = JSON.stringify(path)
  return selection.plan.steps.some(
    ({ key, inputs }) =>
      selection.keys.has(key) &&
      Object.values(inputs).some((input) => input.kind === 'config' && JSON.stringify(input.path) === wanted),
  )
}

/** What a selection leaves open of one step; nothing without a selection, or for a graph. */
export function openInputsAt(key: StepKey, selection: RunConfigSelection | undefined): readonly OpenInput[] {
  const step = selection?.plan.steps.find((candidate) => candidate.key === key)
  return step === undefined || selection === undefined ? [] : openInputs(step, selection.keys)
}

/** An input of a selected step which comes from steps that are not selected. */
export interface OpenInput {
  readonly input: string
  readonly acceptsUndefined: boolean
  /** Where the run config may give its value instead. */
  readonly path: readonly string[]
  /** The steps that are not there to give it. */
  readonly from: readonly StepKey[]
}

/** The inputs of a step that its selection leaves open; a mapped step without its items has none that could be filled. */
export function openInputs(step: PlanStep, selected: ReadonlySet<StepKey>): readonly OpenInput[] {
  if (!hasItems(step, selected)) return []
  return Object.entries(step.inputs).flatMap(([input, planned]) => {
    const from = [...new Set(sourcesOf(planned).map((source) => source.step))].filter((key) => !selected.has(key))
    const path = [...stepConfigPath(step.key), 'inputs', input]
    return from.length === 0 ? [] : [{ input, acceptsUndefined: planned.acceptsUndefined, path, from }]
  })
}

/** Whether the step that makes the items a mapped step runs for is selected too. */
export const hasItems = (step: PlanStep, selected: ReadonlySet<StepKey>): boolean =>
  step.mapOver === null || selected.has(step.mapOver.step)

/** The plan with the values that the run config gives in the place of steps that are not selected. */
export function planOfSelection(plan: Plan, selected: ReadonlySet<StepKey>, config: unknown): Plan {
  const steps = plan.steps.map((step) => {
    if (!selected.has(step.key)) return step
    const given = openInputs(step, selected).filter(({ path }) => configAt(config, path) !== undefined)
    if (given.length === 0) return step
    const fromConfig = given.map(({ input, acceptsUndefined, path }): [string, PlanInput] => [
      input,
      { kind: 'config', acceptsUndefined, path },
    ])
    return { ...step, inputs: { ...step.inputs, ...Object.fromEntries(fromConfig) } }
  })
  return { ...plan, steps }
}
