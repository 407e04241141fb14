import type { Tags } from '../definition/tags.ts'
import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'
import type { Reach, SelectionClause, SelectionError, SelectionTarget } from './op-selection-syntax.ts'
import { parseOpSelection } from './parse-op-selection.ts'
import { type Plan, splitStepKey, upstreamKeys } from './plan.ts'

/** What can be selected from: step keys, with mapping keys (`a[x]`) where they are known, and how they hang together. */
export interface SelectableGraph {
  readonly keys: readonly string[]
  upstream(key: string): readonly string[]
  downstream(key: string): readonly string[]
  tags(key: string): Tags
}

export interface SelectionOptions {
  /** Whether `a[key]` may be written: only where the mapping keys are known, which is in a re-execution. */
  readonly mappingKeys?: boolean
}

export type SelectionResult =
  /** In the order of the graph's keys; never empty. */
  | { readonly ok: true; readonly keys: readonly string[] }
  /** In the order of their positions. */
  | { readonly ok: false; readonly errors: readonly SelectionError[] }

type Named = Extract<SelectionTarget, { kind: 'name' }>
type Matched = { readonly ok: true; readonly keys: readonly string[] } | { readonly ok: false; readonly error: SelectionError }

const MOST_EXAMPLES = 8

/** A plan's steps as something to select from. */
export function selectablePlan(plan: Plan): SelectableGraph {
  const upstream = new Map(plan.steps.map((step) => [step.key, upstreamKeys(step)]))
  const downstream = new Map(plan.steps.map((step): [string, string[]] => [step.key, []]))
  for (const [key, sources] of upstream) for (const source of sources) downstream.get(source)?.push(key)
  const tags = new Map(plan.steps.map((step) => [step.key, step.tags]))
  return {
    keys: plan.steps.map((step) => step.key),
    upstream: (key) => upstream.get(key) ?? [],
    downstream: (key) => downstream.get(key) ?? [],
    tags: (key) => tags.get(key) ?? {},
  }
}

/** The keys by everything they answer to: the op's path without mapping key, and the path of each graph around it. */
function indexByName(keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>()
  for (const key of keys) {
    const path = splitStepKey(key).key
    for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
      const name = path.slice(0, end)
      const known = index.get(name)
      if (known === undefined) index.set(name, [key])
      else known.push(key)
    }
  }
  return index
}

function unknownStep(target: Named, names: readonly string[]): SelectionError {
  // An op inside a graph, written without the graph, is the likeliest slip of all.
  const meant = names.find((name) => name.endsWith(`.${target.name}`)) ?? didYouMean(target.name, names)
  const some = names.slice(0, MOST_EXAMPLES)
  const more = names.length > some.length ? ` and ${names.length - some.length} more` : ''
  const hint = meant === undefined ? `There are ${listed(some)}${more}.` : `Did you mean "${meant}"?`
  const error = {
    code: 'UNKNOWN_STEP',
    message: `There is no op or graph "${target.name}" here. ${hint}`,
    ...target.span,
  } as const
  return meant === undefined ? error : { ...error, didYouMean: meant }
}

function matchMappingKey(target: Named & { readonly mappingKey: string }, keys: readonly string[]): Matched {
  const wanted = keys.filter((key) => splitStepKey(key).mappingKey === target.mappingKey)
  if (wanted.length > 0) return { ok: true, keys: wanted }
  const known = keys.flatMap((key) => splitStepKey(key).mappingKey ?? [])
  const meant = didYouMean(target.mappingKey, known)
  const hint = known.length === 0 ? 'It has no mapped steps.' : meant === undefined ? '' : `Did you mean "[${meant}]"?`
  const message = `"${target.name}" has no step of mapping key "${target.mappingKey}". ${hint}`.trimEnd()
  const error: SelectionError = { code: 'UNKNOWN_MAPPING_KEY', message, ...target.keySpan }
  return { ok: false, error: meant === undefined ? error : { ...error, didYouMean: `[${meant}]` } }
}

function matchName(target: Named, index: ReadonlyMap<string, readonly string[]>, options: SelectionOptions): Matched {
  const keys = index.get(target.name)
  if (keys === undefined) return { ok: false, error: unknownStep(target, [...index.keys()]) }
  const { mappingKey, keySpan } = target
  if (mappingKey === null) return { ok: true, keys }
  if (options.mappingKeys === true) return matchMappingKey({ ...target, mappingKey }, keys)
  const message = `A mapping key such as "[${mappingKey}]" can only be selected in a re-execution, where the keys are known.`
  return { ok: false, error: { code: 'MAPPING_KEY_NOT_ALLOWED', message, ...keySpan } }
}

function matchTag(target: Extract<SelectionTarget, { kind: 'tag' }>, graph: SelectableGraph): Matched {
  const { key, value, span } = target
  const carriers = graph.keys.filter((step) => Object.hasOwn(graph.tags(step), key))
  const keys = value === null ? carriers : carriers.filter((step) => graph.tags(step)[key] === value)
  if (keys.length > 0) return { ok: true, keys }
  const known = new Set(
    graph.keys.flatMap((step) => (carriers.length > 0 ? (graph.tags(step)[key] ?? []) : Object.keys(graph.tags(step)))),
  )
  const meant = carriers.length > 0 ? didYouMean(value ?? '', [...known]) : didYouMean(key, [...known])
  const what = value === null ? `the tag "${key}"` : `the tag "${key}" with the value "${value}"`
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  const error = { code: 'UNKNOWN_TAG', message: `No op has ${what}.${hint}`, ...span } as const
  if (meant === undefined) return { ok: false, error }
  const word = (text: string): string => (/^[\w/.-]+$/.test(text) ? text : JSON.stringify(text))
  const right =
    carriers.length > 0 ? `${word(key)}=${word(meant)}` : value === null ? word(meant) : `${word(meant)}=${word(value)}`
  return { ok: false, error: { ...error, didYouMean: `tag:${right}` } }
}

/** Adds to `selected` what lies up to `reach` levels from `from`, breadth first, so that every step is met at its shortest distance. */
function addReached(
  selected: Set<string>,
  from: readonly string[],
  reach: Reach,
  next: (key: string) => readonly string[],
): void {
  const seen = new Set(from)
  let level = from
  for (let depth = 0; level.length > 0 && (reach === 'all' || depth < reach); depth++) {
    const ahead: string[] = []
    for (const key of level) {
      for (const neighbour of next(key)) {
        if (seen.has(neighbour)) continue
        seen.add(neighbour)
        ahead.push(neighbour)
      }
    }
    level = ahead
  }
  for (const key of seen) selected.add(key)
}

/** The steps that an op selection names. Its grammar: see `parseOpSelection`. A graph's name stands for all its steps. */
export function selectSteps(graph: SelectableGraph, selection: string, options: SelectionOptions = {}): SelectionResult {
  const parsed = parseOpSelection(selection)
  if (!parsed.ok) return parsed
  const index = indexByName(graph.keys)
  const match = ({ target }: SelectionClause): Matched => {
    if (target.kind === 'everything') return { ok: true, keys: graph.keys }
    return target.kind === 'tag' ? matchTag(target, graph) : matchName(target, index, options)
  }
  const selected = new Set<string>()
  const errors: SelectionError[] = []
  for (const clause of parsed.clauses) {
    const matched = match(clause)
    if (!matched.ok) {
      errors.push(matched.error)
      continue
    }
    addReached(selected, matched.keys, clause.upstream, (key) => graph.upstream(key))
    addReached(selected, matched.keys, clause.downstream, (key) => graph.downstream(key))
  }
  if (errors.length > 0) return { ok: false, errors }
  return { ok: true, keys: graph.keys.filter((key) => selected.has(key)) }
}
