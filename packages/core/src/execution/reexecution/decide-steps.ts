import { mappedKey, type Plan, type PlanSource, type PlanStep, type StepKey, sourcesOf } from '../../plan/plan.ts'
import { reasonToSkip } from '../input-state.ts'
import { NO_OUTPUTS, type OutputState } from '../step-state.ts'
import type { RecordJudge } from './judge-record.ts'
import {
  type Above,
  aboveOfNode,
  aboveOfState,
  firstAbove,
  isUnmade,
  type PlannedGroup,
  type PlannedNode,
  type PlannedUnit,
  QUIET,
  type UnexpandedGroup,
  type UnitState,
  type UpstreamLink,
  unmadeOutputs,
  upstreamLinks,
} from './planned-node.ts'
import type { ReexecutionScope } from './reexecution-scope.ts'
import { outputsOfFacts } from './run-facts.ts'
import { notExpandedKey } from './selectable-units.ts'
import type { ExecuteReason } from './step-decision.ts'

const REQUESTED: Record<'all' | 'selected', ExecuteReason> = {
  all: { code: 'SELECTED', text: 'Every step was asked for.' },
  selected: { code: 'SELECTED', text: 'It was selected.' },
}

/** Why a step below another one has to execute; the one that executes is named before one that only would have to. */
const downstreamReason = ({ changing, stale }: Above & { readonly stale: StepKey }): ExecuteReason => {
  const what = changing === undefined ? 'would have to execute' : changing.isMarked ? 'is marked as done' : 'executes'
  const stepKey = changing?.key ?? stale
  return { code: 'DOWNSTREAM', text: `"${stepKey}", upstream of it, ${what}.`, stepKey }
}

function reasonAbove(above: Above): ExecuteReason | undefined {
  const stale = above.stale ?? above.changing?.key
  return stale === undefined ? undefined : downstreamReason({ ...above, stale })
}

export interface DecidingOptions {
  readonly plan: Plan
  readonly judge: RecordJudge
  readonly scope: ReexecutionScope
  readonly markedDone: ReadonlySet<StepKey>
}

/**
 * The way down: what becomes of each step by its own record and by what becomes of the steps above it. Which steps execute because
 * another one needs what they made is found on the way up and given as `needed`.
 */
export class StepDecider {
  readonly #options: DecidingOptions
  readonly #links: ReadonlyMap<StepKey, readonly UpstreamLink[]>
  #nodes: Map<StepKey, PlannedNode> = new Map()
  #needed: ReadonlyMap<StepKey, ExecuteReason> = new Map()

  constructor(options: DecidingOptions) {
    this.#options = options
    const steps = new Map(options.plan.steps.map((step) => [step.key, step]))
    this.#links = new Map(options.plan.steps.map((step) => [step.key, upstreamLinks(step, steps)]))
  }

  /** By plan key. `needed` is by step key with mapping key, or `op[?]`. */
  decide(needed: ReadonlyMap<StepKey, ExecuteReason>): Map<StepKey, PlannedNode> {
    this.#nodes = new Map()
    this.#needed = needed
    for (const step of this.#options.plan.steps) {
      this.#nodes.set(step.key, step.mapOver === null ? this.#unit(step, null) : this.#group(step, step.mapOver))
    }
    return this.#nodes
  }

  #isInScope(key: StepKey): boolean {
    const { keys } = this.#options.scope
    return keys === undefined || keys.has(key)
  }

  #unit(step: PlanStep, mappingKey: string | null): PlannedUnit {
    const key = mappingKey === null ? step.key : mappedKey(step.key, mappingKey)
    const state = this.#unitState(step, mappingKey, key)
    const unit = { kind: 'unit', key, step, mappingKey, state } as const
    if (state.kind !== 'reuse') return { ...unit, outputs: NO_OUTPUTS, unmade: [] }
    const outputs = outputsOfFacts(state.facts)
    return { ...unit, outputs, unmade: unmadeOutputs(step, outputs) }
  }

  #unitState(step: PlanStep, mappingKey: string | null, key: StepKey): UnitState {
    const { judge, markedDone, scope } = this.#options
    if (markedDone.has(key)) return { kind: 'mark-done' }
    const isInScope = this.#isInScope(key)
    const needed = this.#needed.get(key)
    const above = this.#above(step, mappingKey, key)
    const lacking = reasonToSkip(this.#settledInputs(step, mappingKey, key), mappingKey, (node) => this.#nodes.get(node))
    const wasLeftOut = !isInScope && needed === undefined && judge.wasLeftOut(step, key)
    if (lacking !== undefined && above.changing === undefined && !wasLeftOut) return { kind: 'skip', reason: lacking }
    const requested = isInScope && scope.force !== null ? REQUESTED[scope.force] : undefined
    const facts = judge.factsOf(key)
    const [own, below] = [judge.hindrance(step, key), reasonAbove(above)]
    // Whether a skipped step has what it lacked depends on what is above it.
    const reason = needed ?? requested ?? (facts?.status === 'SKIPPED' ? (below ?? own) : (own ?? below))
    if (reason === undefined && facts !== undefined) return { kind: 'reuse', facts }
    if (reason === undefined) throw new TypeError(`The step ${key} is to be reused without having been recorded.`)
    const lacks = lacking !== undefined
    if (isInScope || needed !== undefined) return { kind: 'execute', reason, lacks }
    return { kind: 'omit', stale: reason, wasLeftOut, lacks }
  }

  /** What is not as it was above a unit. */
  #above(step: PlanStep, mappingKey: string | null, key: StepKey): Above {
    const all = (this.#links.get(step.key) ?? []).map(({ key: above, byKey, carries }) => {
      const found = aboveOfNode(this.#nodes.get(above), byKey ? mappingKey : null)
      // What only comes before keeps nobody from being reused as long as it does not execute.
      return carries ? found : { ...QUIET, changing: found.changing }
    })
    const above = firstAbove(all)
    return { ...above, stale: above.stale ?? this.#missed(above, step, key) }
  }

  /** What was left out, where the unit cannot do without it because it was left out too, or is new. */
  #missed({ leftOut }: Above, step: PlanStep, key: StepKey): StepKey | undefined {
    return leftOut === undefined || this.#options.judge.wasInRun(step, key) ? undefined : leftOut
  }

  /** The inputs of a unit to which nothing will be added by what executes: if one of them gets nothing now, it never will. */
  #settledInputs(step: PlanStep, mappingKey: string | null, key: StepKey): PlanStep['inputs'] {
    const isSettled = (source: PlanSource): boolean => {
      const node = this.#nodes.get(source.step)
      const above = aboveOfNode(node, source.take === 'all' ? null : mappingKey)
      const isQuiet = above.changing === undefined && above.stale === undefined && this.#missed(above, step, key) === undefined
      return isQuiet && !isUnmade(node, source.output)
    }
    return Object.fromEntries(Object.entries(step.inputs).filter(([, input]) => sourcesOf(input).every(isSettled)))
  }

  #group(step: PlanStep, over: PlanSource): PlannedGroup {
    const items = this.#items(over)
    // There is no copy of which it could be told that the step is not part of the run.
    const key = notExpandedKey(step.key)
    const isAskedFor = this.#isInScope(key) || this.#needed.has(key)
    const isOut = items?.size === 0 && !isAskedFor && this.#options.judge.wasLeftOut(step, key)
    if (items === undefined || isOut) {
      return { kind: 'group', step, outcome: null, copies: null, ...this.#unexpanded(step, over) }
    }
    const copies = new Map(Array.from(items.keys(), (mappingKey) => [mappingKey, this.#unit(step, mappingKey)]))
    const units = [...copies.values()]
    const above = firstAbove(units.map(({ key, state }) => aboveOfState(key, state)))
    const unmade = [...new Set(units.flatMap((unit) => unit.unmade))]
    return { kind: 'group', step, outcome: null, copies, above, unmade }
  }

  /** The items whose keys the copies will have; undefined where there are none to go by. */
  #items(over: PlanSource): Extract<OutputState, { readonly kind: 'items' }>['items'] | undefined {
    const producer = this.#nodes.get(over.step)
    const state = producer?.kind === 'unit' && producer.state.kind === 'reuse' ? producer.outputs.get(over.output) : undefined
    return state?.kind === 'items' ? state.items : undefined
  }

  #unexpanded(step: PlanStep, over: PlanSource): Pick<UnexpandedGroup, 'key' | 'whole' | 'onlyKeys'> {
    const { judge } = this.#options
    const key = notExpandedKey(step.key)
    const maker = this.#nodes.get(over.step)
    const above = aboveOfNode(maker, null)
    const onlyKeys = this.#isInScope(key) || this.#needed.has(key) ? null : this.#keysInScope(step.key)
    const isAskedFor = onlyKeys === null || onlyKeys.length > 0
    const isOut = !isAskedFor && judge.wasLeftOut(step, key)
    if (givesNothing(maker, over.output) && !isOut)
      return { key: step.key, whole: { kind: 'skip', reason: `"${over.step}" gave no output "${over.output}".` }, onlyKeys: null }
    // Copies that lack something are skipped; but whether there are any is not known, and all of none is an empty list.
    const lacks = reasonToSkip(this.#settledInputs(step, null, key), null, (node) => this.#nodes.get(node)) !== undefined
    const reason = this.#reasonOfUnexpanded(key, above, over)
    const isWithoutMaker = above.leftOut !== undefined && judge.wasInRun(step, key)
    if (isAskedFor && !isWithoutMaker) return { key, whole: { kind: 'execute', reason, lacks }, onlyKeys }
    return { key, whole: { kind: 'omit', stale: reason, wasLeftOut: isOut || isWithoutMaker, lacks }, onlyKeys: null }
  }

  #reasonOfUnexpanded(key: StepKey, above: Above, over: PlanSource): ExecuteReason {
    const { force } = this.#options.scope
    const requested = force === null || !this.#isInScope(key) ? undefined : REQUESTED[force]
    // Its maker executes, or would have to, even where nothing but the missing items says so.
    return this.#needed.get(key) ?? requested ?? downstreamReason({ ...above, stale: above.stale ?? over.step })
  }

  #keysInScope(key: StepKey): readonly string[] {
    const start = `${key}[`
    return [...(this.#options.scope.keys ?? [])]
      .filter((unit) => unit.startsWith(start))
      .map((unit) => unit.slice(start.length, -1))
  }
}

/** Whether a dynamic output is certain not to be there. */
function givesNothing(producer: PlannedNode | undefined, output: string): boolean {
  if (producer?.kind !== 'unit') return false
  const { state, step, outputs } = producer
  return state.kind === 'skip' || (state.kind === 'reuse' && step.outs[output]?.required === false && !outputs.has(output))
}
