import { definitionError } from './definition-error.ts'
import { handleOf } from './dynamic-handle-value.ts'
import type { Node, NodeOutput } from './graph-definition.ts'
import type { WiredHandle } from './handle-value.ts'
import { resolveAfter, resolveInputs, type StepCall, type StepUse } from './step-inputs.ts'
import { currentScope, type TracedStep } from './wiring-scope.ts'

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
  const call: StepCall = { use, scope, step: `Step "${use.name}" of ${scope.body.owner}`, taken: [] }
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

function takeName({ use, scope, step }: StepCall): void {
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

function freezeNode({ use, scope }: StepCall, inputs: Node['inputs'], after: readonly NodeOutput[]): Node {
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

/** Steps of a `.map()` body run once for each item, so each must get something of the item, and none may multiply again. */
function checkRegion({ use, scope, step, taken }: StepCall): void {
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

function outputHandles({ use, scope }: StepCall, traced: TracedStep): unknown {
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
