import { didYouMean } from '../foundation/suggest.ts'
import { listed, lowerFirst } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { handleOf } from './dynamic-handle-value.ts'
import { isFromConfig } from './from-config.ts'
import type { GraphDefinition, InputSource, Node, NodeOutput } from './graph-definition.ts'
import { checkInScope, markUsed, WiredHandle } from './handle-value.ts'
import type { OpDefinition } from './op-definition.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { Tags } from './tags.ts'
import { describeValue, isPlainRecord } from './value-description.ts'
import { type Carried, currentScope, type HandleState, type TracedStep, type WiringScope } from './wiring-scope.ts'

/** An op or graph with what `.as()`, `.with()` and `.after()` changed, ready to be called. */
export interface StepUse {
  readonly name: string
  readonly definition: OpDefinition | GraphDefinition
  /** By name; `many` for dynamic outputs. */
  readonly outputs: ReadonlyMap<string, { readonly many: boolean }>
  /** Whether dynamic outputs are made in it, so that it cannot be mapped. */
  readonly makesDynamic: boolean
  readonly after: readonly unknown[]
  readonly retry?: RetryPolicy
  readonly tags?: Tags
}

/** A step being called, for its checks and messages. */
interface Call {
  readonly use: StepUse
  readonly scope: WiringScope
  /** `Step "clean" of job "flight_report"`. */
  readonly step: string
  /** What its inputs and `after` took so far. */
  readonly taken: HandleState[]
}

/** Adds a node to the body being traced and gives the handles of its outputs. */
export function callStep(use: StepUse, args: readonly unknown[]): unknown {
  const scope = currentScope()
  if (scope === undefined) {
    throw definitionError(
      'CALLED_OUTSIDE_BODY',
      `${use.definition.kind === 'op' ? 'Op' : 'Graph'} "${use.name}" is called outside a body. Call it inside the "run" of a job or graph, before any await; to try an op alone, put it into a job. (Two copies of @pawl/core in one project look like this too.)`,
      { step: use.name },
    )
  }
  const call: Call = { use, scope, step: `Step "${use.name}" of ${scope.body.owner}`, taken: [] }
  takeName(call)
  const inputs = resolveInputs(call, args)
  const after = use.after.map((upstream) => resolveAfter(call, upstream))
  checkRegion(call)
  scope.body.nodes.push(freezeNode(call, inputs, after))
  scope.body.makesDynamic ||= use.makesDynamic
  const traced: TracedStep = { name: use.name, used: false }
  const made = scope.region ?? scope.body
  made.steps.push(traced)
  return outputHandles(call, traced)
}

function takeName({ use, scope, step }: Call): void {
  const key = use.name.toLowerCase()
  const other = scope.body.names.get(key)
  if (other !== undefined) {
    const clash = other === use.name ? 'is called twice' : `differs from step "${other}" only by case`
    throw definitionError(
      'DUPLICATE_STEP',
      `${step} ${clash}. Give each use a name of its own: ${use.name}.as("${use.name}_2")(…).`,
      { step: use.name, other },
    )
  }
  scope.body.names.set(key, use.name)
}

function freezeNode({ use, scope }: Call, inputs: Node['inputs'], after: readonly NodeOutput[]): Node {
  return Object.freeze({
    name: use.name,
    definition: use.definition,
    inputs,
    after: Object.freeze(after),
    ...(use.retry === undefined ? {} : { retry: use.retry }),
    ...(use.tags === undefined ? {} : { tags: use.tags }),
    ...(scope.region === undefined ? {} : { mapOver: scope.region.over }),
  })
}

function resolveInputs(call: Call, args: readonly unknown[]): Node['inputs'] {
  const { definition } = call.use
  const given = args[0] ?? {}
  if (args.length > 1 || !isPlainRecord(given)) {
    const known = Object.keys(definition.ins)
    throw definitionError(
      'INPUTS_NOT_BY_NAME',
      `${call.step} gets ${args.length > 1 ? `${args.length} arguments` : describeValue(given)}. Its inputs are given by name, in one object: ${call.use.name}(${known.length === 0 ? '' : `{ ${known.map((name) => `${name}: …`).join(', ')} }`}).`,
    )
  }
  for (const name of Object.keys(given)) checkKnownInput(call, name)
  const sources: [string, InputSource][] = []
  for (const [name, input] of Object.entries(definition.ins)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value !== undefined) sources.push([name, resolveSource(call, name, value)])
    else if (!input.acceptsUndefined) throw unwired(call, name)
  }
  return Object.freeze(Object.fromEntries(sources))
}

function checkKnownInput({ use, step }: Call, name: string): void {
  if (Object.hasOwn(use.definition.ins, name)) return
  const known = Object.keys(use.definition.ins)
  const meant = didYouMean(name, known)
  const wayOut = meant === undefined ? `Its inputs: ${listed(known)}.` : `Did you mean "${meant}"?`
  throw definitionError('UNKNOWN_INPUT', `${step} has no input "${name}". ${wayOut}`, { input: name, didYouMean: meant ?? null })
}

const unwired = ({ use, step }: Call, input: string): Error =>
  definitionError(
    'UNWIRED_INPUT',
    `${step} needs its input "${input}". Wire it to a handle, or to fromConfig() to set it in the run config as "inputs.${input}" of "${use.name}"; it may stay open only if its schema accepts undefined.`,
    { input },
  )

function resolveSource(call: Call, input: string, value: unknown): InputSource {
  if (isFromConfig(value)) return FROM_CONFIG
  if (!Array.isArray(value)) return takeOne(call, input, value)
  if (value.length === 0) {
    throw definitionError(
      'EMPTY_FAN_IN',
      `Input "${input}" of ${lowerFirst(call.step)} is wired to an empty list. Give it at least one handle, or leave the input out if its schema accepts undefined.`,
      { input },
    )
  }
  const sources = Array.from(value, (element: unknown) => takeOne(call, input, element))
  return Object.freeze({ kind: 'fan-in', sources: Object.freeze(sources) })
}

const FROM_CONFIG: InputSource = Object.freeze({ kind: 'config' })

function takeOne(call: Call, input: string, value: unknown): Extract<Carried, { readonly kind: 'one' }>['source'] {
  const state = WiredHandle.stateOf(value)
  const subject = `Input "${input}" of ${lowerFirst(call.step)}`
  if (state === undefined) throw notAHandle(subject, input, value)
  checkInScope(state, call.scope, subject)
  if (state.carried.kind === 'many') {
    throw definitionError(
      'DYNAMIC_NOT_MAPPED',
      `${subject} gets all items of "${state.label}" at once. Wire the step for each item with .map((item) => ${call.use.name}({ ${input}: item })), or give it the whole list with .collect().`,
      { input, handle: state.label },
    )
  }
  markUsed(state)
  call.taken.push(state)
  return state.carried.source
}

function notAHandle(subject: string, input: string, value: unknown): Error {
  const output = isPlainRecord(value)
    ? Object.keys(value).find((key) => WiredHandle.stateOf(value[key]) !== undefined)
    : undefined
  const wayOut =
    output === undefined
      ? 'A wire is a handle, which is what calling an op gives; a constant belongs into config, or behind fromConfig().'
      : `It is a record of handles: give one of them, such as ".${output}".`
  return definitionError('NOT_A_HANDLE', `${subject} gets ${describeValue(value)}. ${wayOut}`, { input })
}

function resolveAfter(call: Call, upstream: unknown): NodeOutput {
  const subject = `.after() of ${lowerFirst(call.step)}`
  const state = WiredHandle.stateOf(upstream)
  if (state === undefined) {
    throw definitionError(
      'NOT_A_HANDLE',
      `${subject} gets ${describeValue(upstream)}. It takes the handles of the steps to wait for.`,
    )
  }
  checkInScope(state, call.scope, subject)
  markUsed(state)
  call.taken.push(state)
  if (state.carried.kind === 'many') return state.carried.from
  const { source } = state.carried
  if (source.kind === 'item') return source.of
  if (source.kind !== 'graph-input') return source.from
  throw definitionError(
    'AFTER_GRAPH_INPUT',
    `${subject} gets the graph's own input "${source.input}", which no step of the graph makes. Put the whole graph after that step where it is called.`,
    { input: source.input },
  )
}

/** Steps of a `.map()` body run once for each item, so each must get something of the item, and none may multiply again. */
function checkRegion({ use, scope, step, taken }: Call): void {
  const { region } = scope
  if (region === undefined) return
  if (use.makesDynamic) {
    throw definitionError(
      'NESTED_DYNAMIC',
      `${step} has dynamic outputs and is called in the .map() over "${region.label}". Dynamic outputs do not nest: make all items in one op, or .collect() before.`,
      { step: use.name },
    )
  }
  if (taken.some((state) => state.region === region)) return
  throw definitionError(
    'MAP_IGNORES_ITEM',
    `${step} is called in the .map() over "${region.label}" but gets nothing of the item. Call it before .map() if once is enough; if it must run for each item, put it .after(item).`,
    { step: use.name },
  )
}

function outputHandles({ use, scope }: Call, traced: TracedStep): unknown {
  const handle = (output: string, many: boolean): WiredHandle => {
    const from: NodeOutput = Object.freeze({ node: use.name, output })
    return handleOf({
      ...scope,
      label: output === 'result' ? use.name : `${use.name}.${output}`,
      step: traced,
      carried: many
        ? { kind: 'many', over: from, from, item: Object.freeze({ kind: 'item', of: from }) }
        : { kind: 'one', source: Object.freeze({ kind: 'output', from }) },
    })
  }
  const only = use.outputs.size === 1 ? use.outputs.get('result') : undefined
  if (only !== undefined) return handle('result', only.many)
  // Handles are made when they are taken: one that was taken and led nowhere is a forgotten wire, one never taken is of no interest.
  const record: Record<string, unknown> = {}
  for (const [output, { many }] of use.outputs) {
    let made: WiredHandle | undefined
    Object.defineProperty(record, output, { enumerable: true, get: () => (made ??= handle(output, many)) })
  }
  return Object.freeze(record)
}
