import type { FrameworkError } from '../foundation/errors.ts'
import { definitionError } from './definition-error.ts'
import type { HandleRef } from './handle.ts'
import type { HandleState, WiringScope } from './wiring-scope.ts'

const refOf = ({ carried }: HandleState): HandleRef =>
  Object.freeze(carried.kind === 'one' ? carried.source : { kind: 'collect', from: carried.from })

const usedAsValue = (state: HandleState): FrameworkError =>
  definitionError(
    'HANDLE_USED_AS_VALUE',
    `The handle "${state.label}" of ${state.body.owner} is used as a value. It only stands for one while the job is wired: hand it to an op, whose "run" gets the value.`,
    { handle: state.label },
  )

/** The object behind every handle. Its state is private: users see `ref` only. */
export class WiredHandle {
  readonly #state: HandleState
  readonly ref: HandleRef

  constructor(state: HandleState) {
    this.#state = state
    this.ref = refOf(state)
    const made = state.region ?? state.body
    made.handles.push(state)
    Object.freeze(this)
  }

  /** Undefined for anything that is no handle of this copy of the package. */
  static stateOf(value: unknown): HandleState | undefined {
    return typeof value === 'object' && value !== null && #state in value ? value.#state : undefined
  }

  [Symbol.toPrimitive](): never {
    throw usedAsValue(this.#state)
  }

  toJSON(): never {
    throw usedAsValue(this.#state)
  }
}

/** Refuses a handle that belongs to another body, or to a `.map()` body that is not the one being traced. */
export function checkInScope(state: HandleState, scope: WiringScope, taker: string): void {
  if (state.body !== scope.body) {
    throw definitionError(
      'HANDLE_OUTSIDE_BODY',
      `${taker} gets the handle "${state.label}" of ${state.body.owner}, which means nothing in ${scope.body.owner}. A handle lives in the body that made it: return it there, or take it as one of the graph's "ins".`,
      { handle: state.label },
    )
  }
  if (state.region !== undefined && state.region !== scope.region) {
    throw definitionError(
      'HANDLE_OUTSIDE_BODY',
      `${taker} gets the handle "${state.label}" of the .map() over "${state.region.label}" in ${state.body.owner}, outside that .map(). Return it from the .map() body and use what .map() gives back.`,
      { handle: state.label },
    )
  }
}

export function markUsed(state: HandleState): void {
  state.used = true
  if (state.step !== undefined) state.step.used = true
}
