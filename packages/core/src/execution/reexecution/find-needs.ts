import type { StoredOutput } from '../../definition/io-manager.ts'
import type { OutputName } from '../../event/run-event.ts'
import { type Plan, type PlanSource, type StepKey, sourcesOf } from '../../plan/plan.ts'
import type { OutputState } from '../step-state.ts'
import type { RecordJudge } from './judge-record.ts'
import { type KnownPresence, type NeededOutput, type OutputReach, outputId, whyOutOfReach } from './needed-output.ts'
import type { PlannedNode, PlannedUnit, UnexpandedGroup, UnitState } from './planned-node.ts'
import type { ExecuteReason } from './step-decision.ts'

export interface NeedsOptions {
  readonly plan: Plan
  readonly judge: RecordJudge
  readonly reach: OutputReach
  readonly presence: KnownPresence
  /** What is taken of outputs that nobody has asked for yet. */
  readonly unasked: 'present' | 'missing'
}

/** What the way up has found. */
export interface Needs {
  /** Steps that execute for being needed, besides those known before; by step key, or `op[?]`. */
  readonly found: ReadonlyMap<StepKey, ExecuteReason>
  /** Needed outputs of which nothing is known. */
  readonly unasked: readonly NeededOutput[]
  /** Needed outputs whose check has failed; they are taken to be there. */
  readonly unknown: readonly NeededOutput[]
}

const described = ({ output, mappingKey }: OutputName): string =>
  mappingKey === undefined ? `"${output}"` : `"${output}[${mappingKey}]"`

/** Who needs something. */
interface Need {
  readonly by: StepKey
  /** Which copy, or which item, is needed; null: the only one there is, or all. */
  readonly mappingKey: string | null
  /** Whether the one before went, or would have gone, without what was left out of that run. */
  readonly wasInRun: boolean
}

/** The single outputs of a state: a value, one item, or all items. */
function namesIn(output: string, state: OutputState, mappingKey: string | null): readonly [OutputName, StoredOutput][] {
  if (state.kind === 'one') return [[{ output }, state.stored]]
  if (mappingKey === null) return Array.from(state.items, ([key, stored]) => [{ output, mappingKey: key }, stored])
  const stored = state.items.get(mappingKey)
  return stored === undefined ? [] : [[{ output, mappingKey }, stored]]
}

/**
 * The way up: what the executing steps need of those above them. A step whose needed output is not to be had executes; so does one
 * that is not part of the run and could not be reused. Each is seen before what lies above it, so one way up follows whole chains.
 */
class NeedsFinder {
  readonly found: Map<StepKey, ExecuteReason> = new Map()
  readonly unasked: Map<string, NeededOutput> = new Map()
  readonly unknown: Map<string, NeededOutput> = new Map()
  readonly #nodes: ReadonlyMap<StepKey, PlannedNode>
  readonly #options: NeedsOptions
  /** Outputs whose every copy or item has been looked at. */
  readonly #seenWhole: Set<string> = new Set()

  constructor(nodes: ReadonlyMap<StepKey, PlannedNode>, options: NeedsOptions) {
    this.#nodes = nodes
    this.#options = options
  }

  goUp(): void {
    for (const step of this.#options.plan.steps.toReversed()) {
      const node = this.#nodes.get(step.key)
      if (node?.kind === 'unit') this.#needsOfUnit(node)
      else if (node?.copies === null) this.#needsOfUnexpanded(node)
      else for (const copy of node?.copies.values() ?? []) this.#needsOfUnit(copy)
    }
  }

  #needsOfUnit({ step, state, key, mappingKey }: PlannedUnit): void {
    if (state.kind !== 'execute' || state.lacks) return
    const need = { by: key, mappingKey, wasInRun: this.#options.judge.wasInRun(step, key) }
    for (const input of Object.values(step.inputs)) for (const source of sourcesOf(input)) this.#need(source, need)
  }

  #needsOfUnexpanded({ step, whole, key }: UnexpandedGroup): void {
    if (whole.kind !== 'execute' || step.mapOver === null) return
    const need = { by: key, mappingKey: null, wasInRun: this.#options.judge.wasInRun(step, key) }
    const producer = this.#nodes.get(step.mapOver.step)
    // Its items are known to be gone, or never made: else there would be copies.
    if (producer?.kind === 'unit') this.#needOfUnit(producer, step.mapOver.output, need)
    if (whole.lacks) return
    for (const input of Object.values(step.inputs))
      for (const source of sourcesOf(input)) if (source.take !== 'item') this.#need(source, need)
  }

  #need(source: PlanSource, need: Need): void {
    const node = this.#nodes.get(source.step)
    if (node === undefined || (source.take === 'all' && this.#hasSeen(source, need))) return
    const whole = { ...need, mappingKey: null }
    if (node.kind === 'unit') this.#needOfUnit(node, source.output, source.take === 'item' ? need : whole)
    else if (node.copies === null) this.#needOfUnexpanded(node, need)
    else if (source.take === 'all') for (const copy of node.copies.values()) this.#needOfUnit(copy, source.output, whole)
    else {
      const copy = node.copies.get(need.mappingKey ?? '')
      if (copy !== undefined) this.#needOfUnit(copy, source.output, whole)
    }
  }

  /** Thousands of copies may each take the same list. */
  #hasSeen(source: PlanSource, { wasInRun }: Need): boolean {
    const id = `${outputId(source.step, source)}${wasInRun}`
    const hasSeen = this.#seenWhole.has(id)
    this.#seenWhole.add(id)
    return hasSeen
  }

  #needOfUnexpanded(group: UnexpandedGroup, need: Need): void {
    const { whole, key, onlyKeys } = group
    const reason = isMissed(whole, need)
      ? neededReason(whole.stale, need.by)
      : whole.kind === 'execute' && onlyKeys !== null
        ? whole.reason
        : undefined
    if (reason === undefined) return
    this.found.set(key, reason)
    group.whole = { kind: 'execute', reason, lacks: 'lacks' in whole && whole.lacks }
  }

  #needOfUnit(unit: PlannedUnit, output: string, need: Need): void {
    const { state } = unit
    if (isMissed(state, need)) this.#execute(unit, neededReason(state.stale, need.by), state.lacks)
    if (state.kind !== 'reuse') return
    if (unit.unmade.includes(output)) {
      const text = `"${need.by}" needs its output "${output}", which run ${state.facts.originRunId} did not make.`
      this.#execute(unit, { code: 'OUTPUT_MISSING', text, stepKey: need.by, output: { output } })
    }
    const made = unit.outputs.get(output)
    // An optional output that is not there was left out, as it would be again.
    if (made === undefined || unit.unmade.includes(output)) return
    for (const [name, stored] of namesIn(output, made, need.mappingKey)) {
      const reason = this.#judge(unit, name, { stored, by: need.by })
      if (reason === undefined) continue
      this.#execute(unit, reason)
      return
    }
  }

  #judge(
    { key, state }: PlannedUnit,
    name: OutputName,
    { stored, by }: { readonly stored: StoredOutput; readonly by: StepKey },
  ): ExecuteReason | undefined {
    const because = (code: ExecuteReason['code'], what: string): ExecuteReason => ({
      code,
      text: `"${by}" needs its output ${described(name)}, which ${what}.`,
      stepKey: by,
      output: name,
    })
    const id = outputId(key, name)
    const lost = state.kind === 'reuse' ? state.facts.lost : []
    if (lost.some((other) => outputId(key, other) === id))
      return because('OUTPUT_MISSING', `could not be loaded from ${stored.location}`)
    const why = whyOutOfReach(stored, this.#options.reach)
    if (why !== undefined) return because('OUTPUT_NOT_PERSISTED', why)
    const known = this.#options.presence.get(id)
    const needed: NeededOutput = { stepKey: key, ...name, stored, neededBy: by }
    if (known === undefined) this.unasked.set(id, needed)
    if (known === 'unknown') this.unknown.set(id, needed)
    const presence = known ?? this.#options.unasked
    if (presence === 'missing') return because('OUTPUT_MISSING', `is gone from ${stored.location}`)
    return presence === 'changed' ? because('OUTPUT_CHANGED', `is not what was stored at ${stored.location}`) : undefined
  }

  #execute(unit: PlannedUnit, reason: ExecuteReason, lacks = false): void {
    this.found.set(unit.key, reason)
    unit.state = { kind: 'execute', reason, lacks }
  }
}

/** Whether a step that is not part of the run has to execute after all. */
const isMissed = (state: UnitState, { wasInRun }: Need): state is Extract<UnitState, { readonly kind: 'omit' }> =>
  state.kind === 'omit' && !(state.wasLeftOut && wasInRun)

const neededReason = (stale: ExecuteReason, by: StepKey): ExecuteReason => ({
  ...stale,
  text: `${stale.text} It was not selected, but "${by}" needs it.`,
})

/** Looks at all that the executing steps need. Steps found to execute too are marked in `nodes` so that their own needs are looked at. */
export function findNeeds(nodes: ReadonlyMap<StepKey, PlannedNode>, options: NeedsOptions): Needs {
  const finder = new NeedsFinder(nodes, options)
  finder.goUp()
  return { found: finder.found, unasked: [...finder.unasked.values()], unknown: [...finder.unknown.values()] }
}
