import { type PlanInput, type PlanSource, type PlanStep, sourcesOf } from '../src/plan/plan.ts'
import type { Fate, RandomPlan } from './random-plan.ts'

/** How a unit, or a mapped step that never had copies, is expected to end. */
export type Expected = 'success' | 'failed' | 'blocked' | 'skipped' | 'omitted'

/**
 * Says from the rules alone, top down and without any order in time, how every step of a plan ends. Slow and simple on purpose: it is
 * what the incremental execution is measured by.
 */
export class ExecutionOracle {
  readonly #steps: ReadonlyMap<string, PlanStep>
  readonly #fateOf: (key: string) => Fate
  readonly #selected: ReadonlySet<string> | undefined
  readonly #known: Map<string, Expected> = new Map()

  constructor({ plan, fateOf, selected }: RandomPlan) {
    this.#steps = new Map(plan.steps.map((step) => [step.key, step]))
    this.#fateOf = fateOf
    this.#selected = selected
  }

  step(key: string): PlanStep {
    const step = this.#steps.get(key)
    if (step === undefined) throw new Error(`There is no step ${key}.`)
    return step
  }

  /** Mapping keys of a mapped step's copies, or how it ended without any. */
  copies(step: PlanStep): readonly string[] | 'blocked' | 'skipped' | 'omitted' {
    const source = step.mapOver
    if (source === null) throw new Error(`${step.key} is not mapped.`)
    const producer = this.outcome(this.step(source.step), null)
    const items = this.items(this.step(source.step), source.output)
    const isOut = this.#selected?.has(step.key) === false
    if (items !== undefined && (items.length > 0 || !isOut)) return items
    if (producer === 'omitted' || isOut) return 'omitted'
    return producer === 'failed' || producer === 'blocked' ? 'blocked' : 'skipped'
  }

  /** Keys of a dynamic output's items; undefined where it was left out or its step did not succeed. */
  items(step: PlanStep, output: string): readonly string[] | undefined {
    if (!this.has(step, null, output)) return undefined
    return Array.from({ length: this.#fateOf(step.key).items }, (_, n) => `k${n}`)
  }

  /** Whether a unit has put something into an output. */
  has(step: PlanStep, mappingKey: string | null, output: string): boolean {
    if (this.outcome(step, mappingKey) !== 'success') return false
    return step.outs[output]?.required === true || !this.#fateOf(unitKey(step, mappingKey)).leavesOut.has(output)
  }

  outcome(step: PlanStep, mappingKey: string | null): Expected {
    const key = unitKey(step, mappingKey)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const outcome = this.#judge(step, mappingKey)
    this.#known.set(key, outcome)
    return outcome
  }

  #judge(step: PlanStep, mappingKey: string | null): Expected {
    if (this.#selected !== undefined && !this.#selected.has(step.key)) return 'omitted'
    const upstream = [
      ...step.after,
      ...Object.values(step.inputs).flatMap((input) => sourcesOf(input).map((source) => source.step)),
    ]
    if (upstream.some((key) => this.#hasFailed(step, mappingKey, this.step(key)))) return 'blocked'
    const needed = Object.values(step.inputs).filter((input) => !input.acceptsUndefined && input.kind !== 'config')
    if (needed.some((input) => this.value(input, mappingKey) === undefined)) return 'skipped'
    return this.#fateOf(unitKey(step, mappingKey)).fails ? 'failed' : 'success'
  }

  /** The units of `upstream` that a unit of `step` waits for. */
  waitsFor(step: PlanStep, mappingKey: string | null, upstream: PlanStep): readonly (string | null)[] {
    if (upstream.mapOver === null) return [null]
    const copies = this.copies(upstream)
    if (typeof copies === 'string') return []
    return mappingKey !== null && followsByKey(step, upstream) ? [mappingKey] : copies
  }

  #hasFailed(step: PlanStep, mappingKey: string | null, upstream: PlanStep): boolean {
    if (upstream.mapOver !== null && this.copies(upstream) === 'blocked') return true
    return this.waitsFor(step, mappingKey, upstream).some((key) => ['failed', 'blocked'].includes(this.outcome(upstream, key)))
  }

  /** What an input gets, as the names of the values in it; undefined where it gets nothing. */
  value(input: PlanInput, mappingKey: string | null): unknown {
    if (input.kind === 'config') return `config ${input.path.join('.')}`
    if (input.kind === 'output') return this.#source(input.from, mappingKey)
    const values = input.from.map((source) => this.#source(source, mappingKey)).filter((value) => value !== undefined)
    return values.length === 0 ? undefined : values
  }

  #source({ step: key, output, take }: PlanSource, mappingKey: string | null): unknown {
    const step = this.step(key)
    if (take === 'item') return `${key}.${output}/${mappingKey}`
    if (step.mapOver === null) {
      if (take === 'all') return this.items(step, output)?.map((item) => `${key}.${output}/${item}`)
      return this.has(step, null, output) ? `${key}.${output}` : undefined
    }
    if (take !== 'all') return this.has(step, mappingKey, output) ? `${key}[${mappingKey}].${output}` : undefined
    const copies = this.copies(step)
    if (typeof copies === 'string') return undefined
    const having = copies.filter((copy) => this.has(step, copy, output))
    return having.length === 0 && copies.length > 0 ? undefined : having.map((copy) => `${key}[${copy}].${output}`)
  }
}

export const unitKey = (step: PlanStep, mappingKey: string | null): string =>
  mappingKey === null ? step.key : `${step.key}[${mappingKey}]`

/** Copies follow copies by key where both are mapped over the same items, unless the whole list is asked for, too. */
function followsByKey(step: PlanStep, upstream: PlanStep): boolean {
  const same = step.mapOver?.step === upstream.mapOver?.step && step.mapOver?.output === upstream.mapOver?.output
  const takesAll = Object.values(step.inputs).some((input) =>
    sourcesOf(input).some((source) => source.step === upstream.key && source.take === 'all'),
  )
  return same && !takesAll
}
