import { type PlanStep, type StepKey, sourcesOf, upstreamKeys } from '../../plan/plan.ts'
import { followsByKey } from '../follows-by-key.ts'
import type { StepOutputs } from '../step-state.ts'
import type { StepFacts } from './run-facts.ts'
import type { ExecuteReason } from './step-decision.ts'

/** What is to become of a unit, as far as it is decided. */
export type UnitState =
  | { readonly kind: 'reuse'; readonly facts: StepFacts }
  | ({ readonly kind: 'execute'; readonly reason: ExecuteReason } & Lacking)
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'mark-done' }
  /**
   * `stale`: why it would have to execute if anything needed it. `wasLeftOut`: the run before was not to execute it either, so that what
   * was part of that run went without it, and goes without it again.
   */
  | ({ readonly kind: 'omit'; readonly stale: ExecuteReason; readonly wasLeftOut: boolean } & Lacking)

interface Lacking {
  /** An input is certain to get nothing, so the step will not come to load any. */
  readonly lacks: boolean
}

/** A step of the new run that runs, or would run, by itself. Its outputs are those that are reused. */
export interface PlannedUnit {
  readonly kind: 'unit'
  readonly key: StepKey
  readonly step: PlanStep
  readonly mappingKey: string | null
  readonly outputs: StepOutputs
  /** Outputs that the step of today always makes, and the one that is reused did not: they are not left out, but yet to be made. */
  readonly unmade: readonly string[]
  state: UnitState
}

interface GroupOf {
  readonly kind: 'group'
  readonly step: PlanStep
  readonly outcome: null
}

/** A mapped step whose items are reused, and so the keys of its copies. */
export interface ExpandedGroup extends GroupOf {
  readonly copies: ReadonlyMap<string, PlannedUnit>
  /** Of all copies. */
  readonly above: Above
  readonly unmade: readonly string[]
}

/** A mapped step of which nobody knows yet what copies it will have: what is to become of all of them. */
export interface UnexpandedGroup extends GroupOf {
  readonly copies: null
  /** `op[?]`; `op` where the execution skips the step as a whole, for its items are not given. */
  readonly key: StepKey
  whole: UnitState
  /** The only copies that may execute, should they come; null: all that come. */
  readonly onlyKeys: readonly string[] | null
}

export type PlannedGroup = ExpandedGroup | UnexpandedGroup
export type PlannedNode = PlannedUnit | PlannedGroup

/** What lies upstream of something and is not as it was; of each kind the first. */
export interface Above {
  /** A step that executes, or is marked as done. */
  readonly changing: { readonly key: StepKey; readonly isMarked: boolean } | undefined
  /** A step that is not part of the run and could not be reused. */
  readonly stale: StepKey | undefined
  /** A step that is not part of the run and was not part of the one before. */
  readonly leftOut: StepKey | undefined
}

export const QUIET: Above = { changing: undefined, stale: undefined, leftOut: undefined }

/** One step that another waits for. */
export interface UpstreamLink {
  readonly key: StepKey
  /** Copy by copy. */
  readonly byKey: boolean
  /** Whether values or items come from it, rather than only its end being waited for. */
  readonly carries: boolean
}

export function upstreamLinks(step: PlanStep, steps: ReadonlyMap<StepKey, PlanStep>): readonly UpstreamLink[] {
  const sources = Object.values(step.inputs).flatMap((input) => sourcesOf(input).map((source) => source.step))
  const carrying = new Set(step.mapOver === null ? sources : [...sources, step.mapOver.step])
  return upstreamKeys(step).map((key) => {
    const above = steps.get(key)
    return { key, byKey: above !== undefined && followsByKey(step, above), carries: carrying.has(key) }
  })
}

export function aboveOfState(key: StepKey, state: UnitState): Above {
  if (state.kind === 'execute' || state.kind === 'mark-done')
    return { ...QUIET, changing: { key, isMarked: state.kind === 'mark-done' } }
  if (state.kind !== 'omit') return QUIET
  return state.wasLeftOut ? { ...QUIET, leftOut: key } : { ...QUIET, stale: key }
}

export function firstAbove(all: Iterable<Above>): Above {
  let { changing, stale, leftOut } = QUIET
  for (const one of all) {
    changing ??= one.changing
    stale ??= one.stale
    leftOut ??= one.leftOut
  }
  return { changing, stale, leftOut }
}

/** What of a step, or of its copy with this mapping key, is not as it was. */
export function aboveOfNode(node: PlannedNode | undefined, mappingKey: string | null): Above {
  if (node === undefined) return QUIET
  if (node.kind === 'unit') return aboveOfState(node.key, node.state)
  if (node.copies === null) return aboveOfState(node.key, node.whole)
  const copy = mappingKey === null ? undefined : node.copies.get(mappingKey)
  return copy === undefined ? node.above : aboveOfState(copy.key, copy.state)
}

/** Whether an output is to come from a reused step that never made it. */
export const isUnmade = (node: PlannedNode | undefined, output: string): boolean =>
  node !== undefined && 'unmade' in node && node.unmade.includes(output)

export const unmadeOutputs = ({ outs }: PlanStep, outputs: StepOutputs): readonly string[] =>
  Object.entries(outs).flatMap(([name, { required, dynamic }]) => {
    const made = outputs.get(name)
    const isUnmade = made === undefined ? required : (made.kind === 'items') !== dynamic
    return isUnmade ? [name] : []
  })
