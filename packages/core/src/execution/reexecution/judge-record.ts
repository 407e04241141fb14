import { type Plan, type PlanInput, type PlanSource, type PlanStep, type StepKey, sourcesOf } from '../../plan/plan.ts'
import { hasSucceeded, type RunFacts, type StepFacts } from './run-facts.ts'
import type { ExecuteReason } from './step-decision.ts'

function sameSource(a: PlanSource | null | undefined, b: PlanSource | null | undefined): boolean {
  return a?.step === b?.step && a?.output === b?.output && a?.take === b?.take
}

/** Whether two inputs get the same; what the run config gives is told apart by the config hash. */
function sameInput(before: PlanInput | undefined, now: PlanInput | undefined): boolean {
  if (before?.kind === 'config' || now?.kind === 'config') return true
  if (before === undefined || now === undefined || before.kind !== now.kind) return before === now
  const [old, current] = [sourcesOf(before), sourcesOf(now)]
  return old.length === current.length && old.every((source, index) => sameSource(source, current[index]))
}

function sameWiring(before: PlanStep, now: PlanStep): boolean {
  const names = new Set([...Object.keys(before.inputs), ...Object.keys(now.inputs)])
  return sameSource(before.mapOver, now.mapOver) && [...names].every((name) => sameInput(before.inputs[name], now.inputs[name]))
}

const version = (codeVersion: string | null): string => (codeVersion === null ? 'none' : `"${codeVersion}"`)

/** Judges steps of the current code by what the run that is re-executed recorded of them, and by nothing else. */
export class RecordJudge {
  readonly #facts: RunFacts
  readonly #configHash: (key: StepKey) => string | undefined
  readonly #planned: ReadonlyMap<StepKey, PlanStep> | undefined
  readonly #leftOut: ReadonlySet<StepKey>
  readonly #byKey: ReadonlyMap<StepKey, StepFacts>
  /** By plan key: rewiring concerns all copies of a step. */
  readonly #rewired: ReadonlySet<StepKey>

  constructor(plan: Plan, facts: RunFacts, configHash: (key: StepKey) => string | undefined) {
    this.#facts = facts
    this.#configHash = configHash
    this.#leftOut = new Set(facts.leftOut)
    this.#byKey = new Map(facts.steps.map((step) => [step.stepKey, step]))
    const planned = facts.plan === null ? undefined : new Map(facts.plan.steps.map((step) => [step.key, step]))
    this.#planned = planned
    const rewired = plan.steps.filter((step) => {
      const before = planned?.get(step.key)
      return before !== undefined && !sameWiring(before, step)
    })
    this.#rewired = new Set(rewired.map(({ key }) => key))
  }

  factsOf(key: StepKey): StepFacts | undefined {
    return this.#byKey.get(key)
  }

  /** Whether this step was kept out of the runs so far, and nothing took its place. */
  wasLeftOut(step: PlanStep, key: StepKey): boolean {
    return !this.#byKey.has(key) && this.#leftOut.has(step.key)
  }

  /** Whether the runs so far were about this step: then it did, or would have done, without what was left out. */
  wasInRun(step: PlanStep, key: StepKey): boolean {
    if (this.#byKey.has(key)) return true
    return !this.#leftOut.has(step.key) && (this.#planned?.has(step.key) ?? true)
  }

  /** Why the step cannot be taken over, or undefined where its record is no hindrance. */
  hindrance(step: PlanStep, key: StepKey): ExecuteReason | undefined {
    const facts = this.#byKey.get(key)
    return facts === undefined ? this.#unrecorded(step, key) : (this.#unfinished(facts) ?? this.#outdated(step, facts))
  }

  #unrecorded(step: PlanStep, key: StepKey): ExecuteReason {
    const { runId } = this.#facts
    const before = this.#planned?.get(step.key)
    const isNew = this.#planned !== undefined && (before === undefined || (before.mapOver === null) !== (step.mapOver === null))
    if (isNew) return { code: 'NEW_STEP', text: `Run ${runId} had no such step.` }
    const what = this.wasLeftOut(step, key) ? 'was not part of' : 'never started in'
    return { code: 'NEVER_STARTED', text: `It ${what} run ${runId}.` }
  }

  #unfinished(facts: StepFacts): ExecuteReason | undefined {
    const { runId } = this.#facts
    if (hasSucceeded(facts)) return undefined
    if (facts.status === 'FAILURE') return { code: 'FAILED', text: `It failed in run ${runId}.` }
    if (facts.status === 'SKIPPED')
      return { code: 'NEVER_STARTED', text: `It was skipped in run ${runId}, for a reason that does not stand any more.` }
    const how = facts.status === 'UP_FOR_RETRY' ? 'was waiting for its next attempt' : 'was running'
    return { code: 'INTERRUPTED', text: `It ${how} when run ${runId} ended.` }
  }

  #outdated(step: PlanStep, facts: StepFacts): ExecuteReason | undefined {
    const { originRunId } = facts
    if (facts.codeVersion !== step.codeVersion) {
      const text = `Its code version is ${version(step.codeVersion)}; it was ${version(facts.codeVersion)} in run ${originRunId}.`
      return { code: 'CODE_VERSION_CHANGED', text }
    }
    if (facts.configHash !== (this.#configHash(step.key) ?? null))
      return { code: 'CONFIG_CHANGED', text: `Its config or its literal inputs are others than in run ${originRunId}.` }
    if (this.#rewired.has(step.key))
      return { code: 'INPUTS_CHANGED', text: `Its inputs come from other outputs than in run ${this.#facts.runId}.` }
    return undefined
  }
}
