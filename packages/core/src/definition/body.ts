import { definitionError } from './definition-error.ts'
import { handleOf } from './dynamic-handle-value.ts'
import type { GraphDefinition, GraphOutput, NodeOutput } from './graph-definition.ts'
import { checkInScope, markUsed } from './handle-value.ts'
import type { InputDefinition } from './op-definition.ts'
import { checkLeaves, returnedHandles } from './returned-handles.ts'
import type { StepUse } from './step-inputs.ts'
import { type Body, type HandleState, within } from './wiring-scope.ts'

export interface TraceOptions {
  readonly kind: 'job' | 'graph'
  readonly name: string
  readonly description?: string
  readonly ins: Readonly<Record<string, InputDefinition>>
  readonly run: (inputs: Readonly<Record<string, unknown>>) => unknown
}

/** A traced body, with what a call of it needs to know. */
export interface TracedBody extends Pick<StepUse, 'outputs' | 'makesDynamic'> {
  readonly definition: GraphDefinition
}

/** Runs a body once and keeps what it wired, as data. O(steps + wires). */
export function traceBody(options: TraceOptions): TracedBody {
  const owner = `${options.kind} "${options.name}"`
  const body: Body = { owner, nodes: [], names: new Map(), makesDynamic: false, steps: [], handles: [] }
  const inputs = Object.keys(options.ins).map((input) => [input, graphInput(body, input)] as const)
  const returned: unknown = within({ body, region: undefined }, () => options.run(Object.freeze(Object.fromEntries(inputs))))
  const subject = `The body of ${owner}`
  const states = returnedHandles(returned, subject)
  if (body.nodes.length === 0) {
    throw definitionError('EMPTY_BODY', `${subject} calls no op. Call at least one and return what it gives.`)
  }
  const outputs = [...states].map(([name, state]) => [name, graphOutput(body, subject, { name, state })] as const)
  checkInputsUsed(body, subject)
  checkLeaves(body, subject)
  return {
    definition: Object.freeze({
      kind: 'graph',
      name: options.name,
      ...(options.description === undefined ? {} : { description: options.description }),
      ins: options.ins,
      nodes: Object.freeze(body.nodes),
      outputs: Object.freeze(Object.fromEntries(outputs)),
    }),
    outputs: new Map([...states].map(([name, { carried }]) => [name, { many: carried.kind === 'many' }])),
    makesDynamic: body.makesDynamic,
  }
}

const graphInput = (body: Body, input: string): unknown =>
  handleOf({
    body,
    region: undefined,
    label: input,
    carried: { kind: 'one', source: Object.freeze({ kind: 'graph-input', input }) },
    step: undefined,
  })

function graphOutput(body: Body, subject: string, { name, state }: { name: string; state: HandleState }): GraphOutput {
  checkInScope(state, { body, region: undefined }, `Output "${name}"`)
  markUsed(state)
  if (state.carried.kind === 'many') return freezeOutput(state.carried.from)
  const { source } = state.carried
  if (source.kind === 'output') return freezeOutput(source.from)
  if (source.kind === 'collect') return Object.freeze({ node: source.from.node, output: source.from.output, collected: true })
  throw definitionError(
    'RETURNED_GRAPH_INPUT',
    `${subject} returns ${source.kind === 'graph-input' ? `its own input "${source.input}"` : `"${state.label}"`} as output "${name}". The caller has that handle already: use it there, and return what steps give.`,
    { output: name },
  )
}

const freezeOutput = ({ node, output }: NodeOutput): GraphOutput => Object.freeze({ node, output })

function checkInputsUsed(body: Body, subject: string): void {
  const unused = body.handles.find(
    ({ used, carried }) => !used && carried.kind === 'one' && carried.source.kind === 'graph-input',
  )
  if (unused === undefined) return
  throw definitionError(
    'GRAPH_INPUT_NOT_USED',
    `${subject} never uses its input "${unused.label}". Hand it to an op, or remove it from "ins".`,
    { input: unused.label },
  )
}
