import type { OutputName } from '../src/event/run-event.ts'
import type { Reexecution } from '../src/execution/reexecution/plan-reexecution.ts'
import type { ReexecutionScope } from '../src/execution/reexecution/reexecution-scope.ts'
import { hasSucceeded, type RunFacts } from '../src/execution/reexecution/run-facts.ts'
import type { StepDecision } from '../src/execution/reexecution/step-decision.ts'
import { type Plan, type PlanSource, type PlanStep, sourcesOf, splitStepKey, upstreamKeys } from '../src/plan/plan.ts'

export interface OracleQuestion {
  readonly plan: Plan
  readonly facts: RunFacts
  readonly scope: ReexecutionScope
  readonly reexecution: Reexecution
  readonly configHash: (planKey: string) => string | undefined
  /** Whether the new run can load an output that the facts tell of. */
  readonly isUsable: (stepKey: string, output: OutputName) => boolean
}

/**
 * Says of finished decisions, one by one and without any search, where they break the rule of re-executions. Slow and simple on
 * purpose: every question is answered by looking at all decisions.
 */
export class RerunOracle {
  readonly #question: OracleQuestion
  readonly #steps: ReadonlyMap<string, PlanStep>
  readonly #byPlanKey: ReadonlyMap<string, readonly StepDecision[]>

  /** The rows that will load something. */
  #loading: readonly { readonly by: StepDecision; readonly step: PlanStep; readonly sources: readonly PlanSource[] }[] | undefined

  constructor(question: OracleQuestion) {
    this.#question = question
    this.#steps = new Map(question.plan.steps.map((step) => [step.key, step]))
    this.#byPlanKey = Map.groupBy(question.reexecution.decisions, ({ planKey }) => planKey)
  }

  violations(): readonly string[] {
    return this.#question.reexecution.decisions.flatMap((row) => this.#violationsOf(row).map((what) => `${row.stepKey}: ${what}`))
  }

  #violationsOf(row: StepDecision): readonly string[] {
    const isForced = this.#isInScope(row) && this.#question.scope.force !== null
    const isAboveChanging = this.#above(row).some(({ kind }) => kind === 'execute')
    const isHindered = this.#isHindered(row)
    const needers = this.#needersOf(row)
    const isBroken = needers.some(({ names }) => names.some((name) => !this.#question.isUsable(row.stepKey, name)))
    const mustExecute = isForced || isAboveChanging || isHindered || isBroken
    switch (row.kind) {
      case 'reuse':
        return mustExecute ? [`reused (${JSON.stringify({ isForced, isAboveChanging, isHindered, isBroken })})`] : []
      case 'execute': {
        const isStale = this.#aboveByValue(row).some(({ kind }) => kind === 'omit')
        const why = mustExecute || isStale ? [] : ['executes although it could be reused']
        return this.#isInScope(row) || needers.length > 0 ? why : [...why, 'executes although nobody asked for or needs it']
      }
      case 'omit': {
        if (this.#isWithoutMaker(row)) return []
        const isMissed = needers.some(({ by }) => !this.#wentWithout(row, by))
        return [
          ...(this.#isInScope(row) ? ['omitted although it is in scope'] : []),
          ...(isMissed ? ['omitted although needed'] : []),
        ]
      }
      case 'skip':
        // A mapped step without items is skipped at once, whatever its copies would have waited for.
        return isAboveChanging && !(row.stepKey === row.planKey && this.#stepOf(row).mapOver !== null)
          ? ['skipped although it may get what it lacks']
          : []
      default:
        return []
    }
  }

  #isInScope({ stepKey, planKey }: StepDecision): boolean {
    const { keys } = this.#question.scope
    if (keys === undefined || keys.has(stepKey)) return true
    return stepKey.endsWith('[?]')
      ? [...keys].some((key) => splitStepKey(key).key === planKey)
      : keys.has(`${planKey}[?]`) && stepKey === planKey
  }

  #stepOf({ planKey }: StepDecision): PlanStep {
    const step = this.#steps.get(planKey)
    if (step === undefined) throw new Error(`There is no step ${planKey}.`)
    return step
  }

  /** Whether it is mapped over what was left out, so that there never were any copies of it. */
  #isWithoutMaker(row: StepDecision): boolean {
    const makers = this.#byPlanKey.get(this.#stepOf(row).mapOver?.step ?? '') ?? []
    return makers.some((maker) => maker.kind === 'omit' && this.#wentWithout(maker, row))
  }

  #isHindered(row: StepDecision): boolean {
    // Of copies that are not known yet there is no record to judge.
    if (row.stepKey.endsWith('[?]')) return false
    const record = this.#question.facts.steps.find(({ stepKey }) => stepKey === row.stepKey)
    if (record === undefined || !hasSucceeded(record)) return true
    const configHash = this.#question.configHash(row.planKey) ?? null
    return record.codeVersion !== this.#stepOf(row).codeVersion || record.configHash !== configHash
  }

  /** The rows of `planKey` that a row of `step` hangs together with. */
  #rowsAbove(row: StepDecision, step: PlanStep, planKey: string): readonly StepDecision[] {
    const above = this.#steps.get(planKey)
    const rows = this.#byPlanKey.get(planKey) ?? []
    const isSameMap = JSON.stringify(above?.mapOver) === JSON.stringify(step.mapOver) && step.mapOver !== null
    const takesAll = Object.values(step.inputs).some((input) =>
      sourcesOf(input).some((source) => source.step === planKey && source.take === 'all'),
    )
    return isSameMap && !takesAll ? rows.filter((other) => sameCopy(row, other)) : rows
  }

  #above(row: StepDecision): readonly StepDecision[] {
    const step = this.#stepOf(row)
    return upstreamKeys(step).flatMap((key) => this.#rowsAbove(row, step, key))
  }

  #aboveByValue(row: StepDecision): readonly StepDecision[] {
    const step = this.#stepOf(row)
    const sources = Object.values(step.inputs)
      .flatMap(sourcesOf)
      .map((source) => source.step)
    const keys = new Set(step.mapOver === null ? sources : [...sources, step.mapOver.step])
    return [...keys].flatMap((key) => this.#rowsAbove(row, step, key))
  }

  /** The executing rows that need something of this one, and which of its outputs. */
  #needersOf(row: StepDecision): readonly { readonly by: StepDecision; readonly names: readonly OutputName[] }[] {
    this.#loading ??= this.#question.reexecution.decisions
      .filter((by) => by.kind === 'execute')
      .map((by) => {
        const step = this.#stepOf(by)
        return { by, step, sources: this.#isSureToLack(by) ? [] : Object.values(step.inputs).flatMap(sourcesOf) }
      })
    return this.#loading.flatMap(({ by, step, sources }) => {
      const own = sources.filter((source) => source.step === row.planKey && (source.take === 'all' || this.#isFor(by, row)))
      // Even of copies that will be skipped it has to be known whether there are any.
      if (own.length === 0 && !(isOfUnknownCopies(by) && step.mapOver?.step === row.planKey)) return []
      return [{ by, names: own.flatMap((source) => this.#namesOf(row, by, source)) }]
    })
  }

  /** Whether an executing row will be skipped in any case: what it lacks was left out by rows that are not executed. */
  #isSureToLack(by: StepDecision): boolean {
    return Object.values(this.#stepOf(by).inputs).some(
      (input) =>
        !input.acceptsUndefined &&
        input.kind !== 'config' &&
        sourcesOf(input).every((source) => this.#isSureToGiveNothing(source, by)),
    )
  }

  #isSureToGiveNothing({ step: planKey, output, take }: PlanSource, by: StepDecision): boolean {
    const rows = (this.#byPlanKey.get(planKey) ?? []).filter((row) => take === 'all' || this.#isFor(by, row))
    const declared = this.#steps.get(planKey)
    return rows.every((row) => {
      if (row.kind === 'skip') return !isOfNoCopies(row)
      if (row.kind === 'omit') return this.#wentWithout(row, by) || this.#isWithoutMaker(row)
      const isThere = row.kind === 'reuse' && (row.empty.includes(output) || row.outputs.some((made) => made.output === output))
      return row.kind === 'reuse' && !isThere && declared?.outs[output]?.required === false
    })
  }

  #isFor(by: StepDecision, row: StepDecision): boolean {
    const { mapOver } = this.#stepOf(row)
    return mapOver === null || sameCopy(by, row)
  }

  #namesOf(row: StepDecision, by: StepDecision, { output, take }: PlanSource): readonly OutputName[] {
    const recorded = this.#question.facts.steps.find(({ stepKey }) => stepKey === row.stepKey)
    const made = recorded?.outputs.filter((handled) => handled.output === output) ?? []
    const { mappingKey } = splitStepKey(by.stepKey)
    // Copies that are not known yet are those whose items had to be made anew: each of them was needed.
    return take === 'item' && mappingKey !== '?' ? made.filter((handled) => handled.mappingKey === mappingKey) : made
  }

  /** Whether the run before left `row` out while `by` was part of it. */
  #wentWithout(row: StepDecision, by: StepDecision): boolean {
    const { leftOut, steps } = this.#question.facts
    const wasOut = ({ stepKey, planKey }: StepDecision): boolean =>
      leftOut.includes(planKey) && !steps.some((step) => step.stepKey === stepKey)
    return wasOut(row) && !wasOut(by)
  }
}

/** All copies of none give an empty list. */
export const isOfNoCopies = (row: StepDecision): boolean => row.kind === 'skip' && row.reason.startsWith('There are no items')

const isOfUnknownCopies = ({ stepKey }: StepDecision): boolean => stepKey.endsWith('[?]')

const sameCopy = (a: StepDecision, b: StepDecision): boolean =>
  splitStepKey(a.stepKey).mappingKey === splitStepKey(b.stepKey).mappingKey
