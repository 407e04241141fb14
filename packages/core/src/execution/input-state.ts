import type { StoredOutput } from '../definition/io-manager.ts'
import type { PlanInput, PlanSource, StepKey } from '../plan/plan.ts'
import type { StepOutputs } from './step-state.ts'

/** One stored value to load. */
export interface LoadSource {
  readonly stepKey: StepKey
  readonly output: string
  readonly mappingKey?: string
  readonly stored: StoredOutput
}

/** What an input will get, as the steps before it have ended. A list inside a list is a collected one in a fan-in. */
export type InputState =
  | { readonly kind: 'config'; readonly path: readonly string[] }
  | { readonly kind: 'one'; readonly source: LoadSource }
  | { readonly kind: 'list'; readonly sources: readonly (LoadSource | readonly LoadSource[])[] }
  /** Everything it could come from was skipped or left out. */
  | { readonly kind: 'absent'; readonly source: PlanSource | undefined }

/** What a unit has put out. */
interface OutputsOfUnit {
  readonly key: StepKey
  readonly outputs: StepOutputs
}

/** The part of a unit or group that inputs come from: of an execution, or of one that is being planned. */
export type InputNode =
  | ({ readonly kind: 'unit' } & OutputsOfUnit)
  | { readonly kind: 'group'; readonly copies: ReadonlyMap<string, OutputsOfUnit> | null; readonly outcome: string | null }

/** A planned step's unit or group, by the key in the plan. */
export type FindNode = (key: StepKey) => InputNode | undefined

function loadOne(key: StepKey, outputs: StepOutputs, output: string): LoadSource | undefined {
  const state = outputs.get(output)
  return state?.kind === 'one' ? { stepKey: key, output, stored: state.stored } : undefined
}

const loadItem = (unit: OutputsOfUnit, output: string, mappingKey: string): LoadSource | undefined => {
  const state = unit.outputs.get(output)
  const stored = state?.kind === 'items' ? state.items.get(mappingKey) : undefined
  return stored === undefined ? undefined : { stepKey: unit.key, output, mappingKey, stored }
}

function loadItems(unit: OutputsOfUnit, output: string): readonly LoadSource[] | undefined {
  const state = unit.outputs.get(output)
  if (state?.kind !== 'items') return undefined
  return Array.from(state.items, ([mappingKey, stored]) => ({ stepKey: unit.key, output, mappingKey, stored }))
}

/** One output of every copy that has it; undefined when there were copies but none has, or the step never had any for being skipped. */
function loadCopies(group: Extract<InputNode, { readonly kind: 'group' }>, output: string): readonly LoadSource[] | undefined {
  if (group.copies === null || group.outcome === 'skipped') return undefined
  const loads: LoadSource[] = []
  for (const copy of group.copies.values()) {
    const load = loadOne(copy.key, copy.outputs, output)
    if (load !== undefined) loads.push(load)
  }
  return loads.length === 0 && group.copies.size > 0 ? undefined : loads
}

function loadSource(
  source: PlanSource,
  mappingKey: string | null,
  find: FindNode,
): LoadSource | readonly LoadSource[] | undefined {
  const node = find(source.step)
  if (node === undefined) return undefined
  if (source.take === 'all') return node.kind === 'group' ? loadCopies(node, source.output) : loadItems(node, source.output)
  if (node.kind === 'unit') {
    return source.take === 'item'
      ? loadItem(node, source.output, mappingKey ?? '')
      : loadOne(node.key, node.outputs, source.output)
  }
  const copy = node.copies?.get(mappingKey ?? '')
  return copy === undefined ? undefined : loadOne(copy.key, copy.outputs, source.output)
}

const isList = (load: LoadSource | readonly LoadSource[]): load is readonly LoadSource[] => Array.isArray(load)

/** What one input of a step gets; O(values it gets). */
export function inputState(input: PlanInput, mappingKey: string | null, find: FindNode): InputState {
  if (input.kind === 'config') return { kind: 'config', path: input.path }
  if (input.kind === 'output') {
    const load = loadSource(input.from, mappingKey, find)
    if (load === undefined) return { kind: 'absent', source: input.from }
    return isList(load) ? { kind: 'list', sources: load } : { kind: 'one', source: load }
  }
  const sources = input.from.map((source) => loadSource(source, mappingKey, find)).filter((load) => load !== undefined)
  const [first] = input.from
  return sources.length === 0 ? { kind: 'absent', source: first } : { kind: 'list', sources }
}

/** Why a step with these inputs will not run although nothing upstream has failed; undefined where it has all it needs. */
export function reasonToSkip(
  inputs: Readonly<Record<string, PlanInput>>,
  mappingKey: string | null,
  find: FindNode,
): string | undefined {
  for (const [name, input] of Object.entries(inputs)) {
    if (input.acceptsUndefined || input.kind === 'config') continue
    const state = inputState(input, mappingKey, find)
    if (state.kind !== 'absent') continue
    if (state.source === undefined) return `Input "${name}" got nothing: nobody wired the input of its graph.`
    return `Input "${name}" got nothing: "${state.source.step}" was skipped or left its output "${state.source.output}" out.`
  }
  return undefined
}
