import { didYouMean } from '../foundation/suggest.ts'
import { listed, lowerFirst } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { isFromConfig } from './from-config.ts'
import type { GraphDefinition, InputSource, Node, NodeOutput } from './graph-definition.ts'
import { checkInScope, markUsed, WiredHandle } from './handle-value.ts'
import type { OpDefinition } from './op-definition.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { Tags } from './tags.ts'
import { describeValue, isPlainRecord } from './value-description.ts'
import type { Carried, HandleState, WiringScope } from './wiring-scope.ts'

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
export interface StepCall {
  readonly use: StepUse
  readonly scope: WiringScope
  /** `Step "clean" of job "flight_report"`. */
  readonly step: string
  /** What its inputs and `after` took so far. */
  readonly taken: HandleState[]
}

/** Where the inputs of a step come from, by name. */
export function resolveInputs(call: StepCall, args: readonly unknown[]): Node['inputs'] {
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

function checkKnownInput({ use, step }: StepCall, name: string): void {
  if (Object.hasOwn(use.definition.ins, name)) return
  const known = Object.keys(use.definition.ins)
  const meant = didYouMean(name, known)
  const wayOut = meant === undefined ? `Its inputs: ${listed(known)}.` : `Did you mean "${meant}"?`
  throw definitionError('UNKNOWN_INPUT', `${step} has no input "${name}". ${wayOut}`, { input: name, didYouMean: meant ?? null })
}

const unwired = ({ use, step }: StepCall, input: string): Error =>
  definitionError(
    'UNWIRED_INPUT',
    `${step} needs its input "${input}". Wire it to a handle, or to fromConfig() to set it in the run config as "inputs.${input}" of "${use.name}"; it may stay open only if its schema accepts undefined.`,
    { input },
  )

function resolveSource(call: StepCall, input: string, value: unknown): InputSource {
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

function takeOne(call: StepCall, input: string, value: unknown): Extract<Carried, { readonly kind: 'one' }>['source'] {
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

/** The output of a step to wait for. */
export function resolveAfter(call: StepCall, upstream: unknown): NodeOutput {
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
