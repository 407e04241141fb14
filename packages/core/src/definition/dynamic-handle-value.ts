import { definitionError } from './definition-error.ts'
import { checkInScope, markUsed, WiredHandle } from './handle-value.ts'
import { checkLeaves, returnedHandles } from './returned-handles.ts'
import { describeValue } from './value-description.ts'
import { type Carried, currentScope, type HandleState, type Region, type WiringScope, within } from './wiring-scope.ts'

export type ManyCarried = Extract<Carried, { readonly kind: 'many' }>

/** The handle of a dynamic output, or of what a `.map()` made of one. */
export class WiredDynamicHandle extends WiredHandle {
  map(wire: unknown): unknown {
    const { state, carried, scope } = dynamicState(this, '.map()')
    if (typeof wire !== 'function') {
      throw definitionError(
        'INVALID_OPTION',
        `.map() of "${state.label}" takes a function from one item to what is made of it, not ${describeValue(wire)}.`,
      )
    }
    if (scope.region !== undefined) {
      throw definitionError(
        'NESTED_MAP',
        `.map() of "${state.label}" stands inside the .map() of "${scope.region.label}" in ${scope.body.owner}. Steps are mapped once: chain .map(…).map(…), or .collect() first.`,
        { handle: state.label },
      )
    }
    const region: Region = { over: carried.over, label: state.label, steps: [], handles: [] }
    const inside: WiringScope = { body: scope.body, region }
    const item = handleOf({
      ...inside,
      label: `item of ${state.label}`,
      carried: { kind: 'one', source: carried.item },
      step: undefined,
    })
    const returned: unknown = within(inside, () => wire(item))
    return mappedHandles(returned, inside, region)
  }

  collect(): unknown {
    const { state, carried, scope } = dynamicState(this, '.collect()')
    return handleOf({
      body: scope.body,
      region: undefined,
      label: `${state.label}.collect()`,
      carried: { kind: 'one', source: { kind: 'collect', from: carried.from } },
      step: undefined,
    })
  }
}

/** The handle for what a step, an item or a graph input carries. */
export const handleOf = (state: Omit<HandleState, 'used'>): WiredHandle =>
  state.carried.kind === 'many' ? new WiredDynamicHandle({ ...state, used: false }) : new WiredHandle({ ...state, used: false })

function dynamicState(handle: unknown, what: string): { state: HandleState; carried: ManyCarried; scope: WiringScope } {
  const state = WiredHandle.stateOf(handle)
  if (state === undefined || state.carried.kind !== 'many') {
    throw definitionError(
      'NOT_A_HANDLE',
      `${what} is called on ${describeValue(handle)}: call it on a dynamic handle, as a method.`,
    )
  }
  const scope = currentScope()
  if (scope === undefined) {
    throw definitionError(
      'CALLED_OUTSIDE_BODY',
      `${what} of "${state.label}" is called after the body of ${state.body.owner} has ended. Wire steps inside the body.`,
    )
  }
  checkInScope(state, scope, what)
  markUsed(state)
  return { state, carried: state.carried, scope }
}

function mappedHandles(returned: unknown, { body }: WiringScope, region: Region): unknown {
  const subject = `The .map() body over "${region.label}" in ${body.owner}`
  const states = returnedHandles(returned, subject)
  for (const [name, state] of states) {
    if (state.body === body && state.region === region && state.carried.kind === 'one') markUsed(state)
    else throw ignoresItem(subject, name, state)
  }
  checkLeaves(region, subject)
  const mapped = [...states].map(([name, state]) => [name, mappedHandle(state, region)] as const)
  return WiredHandle.stateOf(returned) === undefined ? Object.freeze(Object.fromEntries(mapped)) : mapped[0]?.[1]
}

const ignoresItem = (subject: string, output: string, state: HandleState): Error =>
  definitionError(
    'MAP_IGNORES_ITEM',
    `${subject} returns "${state.label}" as "${output}", which does not come from its item. Return what steps made of the item.`,
    { handle: state.label },
  )

function mappedHandle(state: HandleState, region: Region): WiredHandle {
  const source = state.carried.kind === 'one' ? state.carried.source : undefined
  const made = source?.kind === 'output' ? source : undefined
  return handleOf({
    body: state.body,
    region: undefined,
    label: state.label,
    step: state.step,
    carried: {
      kind: 'many',
      over: region.over,
      from: made?.from ?? region.over,
      item: made ?? { kind: 'item', of: region.over },
    },
  })
}
