import type { OpDefinition, OutputDefinition } from '../../definition/op-definition.ts'
import { parseWith } from '../../definition/schema.ts'
import { isFrameworkError } from '../../foundation/errors.ts'
import type { JsonValue } from '../../foundation/json.ts'
import { listed } from '../../foundation/text.ts'
import { type PlannedJob, type PlanStep, type StepKey, splitStepKey } from '../../plan/plan.ts'
import type { MarkedOutput, ReexecutionTerms, Strategy } from '../../run/run.ts'
import { typeCheckError } from '../type-check-error.ts'
import { markedStepProblem, markProblem } from './mark-problem.ts'
import { hasSucceeded, type RunFacts } from './run-facts.ts'

/** What is wrong with a step that is to be marked as done, or with the value of one of its outputs. */
export interface MarkProblem {
  readonly stepKey: StepKey
  readonly output: string | null
  readonly message: string
}

/** A step whose values have passed their checks. */
export interface CheckedMark {
  readonly stepKey: StepKey
  readonly step: PlanStep
  readonly op: OpDefinition
  /** By output name, as they are to be stored. */
  readonly values: ReadonlyMap<string, unknown>
}

export type MarkedCheck =
  | { readonly ok: true; readonly marks: readonly CheckedMark[] }
  | { readonly ok: false; readonly problems: readonly MarkProblem[] }

/** Names of the outputs that have to be given to mark a step as done; those that may be left out end with `?`. */
export const outputsToMark = ({ outs }: Pick<PlanStep, 'outs'>): readonly string[] =>
  Object.entries(outs).map(([name, { required }]) => (required ? name : `${name}?`))

interface Given {
  readonly stepKey: StepKey
  readonly op: OpDefinition
  readonly values: ReadonlyMap<string, JsonValue>
}

type CheckedValue =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'left-out' }
  | { readonly kind: 'problem'; readonly message: string }

async function checkValue({ stepKey, values }: Given, output: string, definition: OutputDefinition): Promise<CheckedValue> {
  const value: unknown = values.get(output)
  if (!values.has(output) && !definition.required) return { kind: 'left-out' }
  if (definition.schema === undefined) return { kind: 'value', value }
  const parsed = await parseWith(definition.schema, value)
  if (parsed.ok) return { kind: 'value', value: parsed.value }
  if (!values.has(output)) return { kind: 'problem', message: `"${stepKey}" needs a value for its output "${output}".` }
  return { kind: 'problem', message: typeCheckError({ stepKey, what: `output "${output}"`, problems: parsed.problems }).message }
}

function strayOutputs({ stepKey, op }: Given, given: readonly MarkedOutput[]): readonly MarkProblem[] {
  const seen = new Set<string | null>()
  return given.flatMap(({ output }): MarkProblem[] => {
    const isRepeated = seen.has(output)
    seen.add(output)
    if (isRepeated) return [{ stepKey, output, message: `The output "${output}" of "${stepKey}" is given twice. Keep one.` }]
    if (output === null || Object.hasOwn(op.outs, output)) return []
    const names = Object.keys(op.outs)
    const there = names.length === 0 ? 'it has none' : `it has ${listed(names)}`
    return [{ stepKey, output, message: `"${stepKey}" has no output "${output}"; ${there}.` }]
  })
}

type StepCheck =
  | { readonly ok: true; readonly mark: CheckedMark }
  | { readonly ok: false; readonly problems: readonly MarkProblem[] }

async function checkStep({ plan, bindings }: PlannedJob, given: readonly MarkedOutput[], stepKey: StepKey): Promise<StepCheck> {
  const { key } = splitStepKey(stepKey)
  const step = plan.steps.find((candidate) => candidate.key === key)
  const op = bindings.get(key)?.op
  const message = markedStepProblem(plan, stepKey)
  if (message !== undefined || step === undefined || op === undefined)
    return { ok: false, problems: [{ stepKey, output: null, message: message ?? `The job has no step "${key}".` }] }
  const named = given.flatMap(({ output, value }) => (output === null ? [] : [[output, value] as const]))
  const all: Given = { stepKey, op, values: new Map(named) }
  const problems = [...strayOutputs(all, given)]
  const values = new Map<string, unknown>()
  for (const [output, definition] of Object.entries(op.outs)) {
    const checked = await checkValue(all, output, definition)
    if (checked.kind === 'value') values.set(output, checked.value)
    if (checked.kind === 'problem') problems.push({ stepKey, output, message: checked.message })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, mark: { stepKey, step, op, values } }
}

/** Checks the values of steps that are marked as done against the current code, every problem at once. */
export async function checkMarked(planned: PlannedJob, marked: readonly MarkedOutput[]): Promise<MarkedCheck> {
  const checks: StepCheck[] = []
  for (const [stepKey, given] of Map.groupBy(marked, (one) => one.stepKey)) {
    try {
      checks.push(await checkStep(planned, given, stepKey))
    } catch (error) {
      // A schema that throws is the users' own.
      const message = error instanceof Error || isFrameworkError(error) ? error.message : String(error)
      checks.push({ ok: false, problems: [{ stepKey, output: null, message: `"${stepKey}" could not be checked: ${message}` }] })
    }
  }
  const problems = checks.flatMap((check) => (check.ok ? [] : check.problems))
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, marks: checks.flatMap((check) => (check.ok ? [check.mark] : [])) }
}

/** Why steps of a run cannot be marked as done in its re-execution, by what is recorded of them. */
export function refusedMarks(planned: PlannedJob, facts: RunFacts, marked: readonly MarkedOutput[]): readonly MarkProblem[] {
  return [...new Set(marked.map(({ stepKey }) => stepKey))].flatMap((stepKey) => {
    const message = markProblem(planned.plan, facts, stepKey)
    return message === undefined ? [] : [{ stepKey, output: null, message }]
  })
}

/**
 * The marks that a run has to act on: an automatic retry is told the marks of the run before, and takes over what that has stored for
 * them, unless every step is to execute again.
 */
export function marksInForce(terms: ReexecutionTerms | null, facts: RunFacts, strategy: Strategy): readonly MarkedOutput[] {
  const marked = terms?.markedDone ?? []
  if (marked.length === 0 || strategy === 'ALL_STEPS') return marked
  const done = new Set(facts.steps.filter(hasSucceeded).map(({ stepKey }) => stepKey))
  return marked.filter(({ stepKey }) => !done.has(stepKey))
}
