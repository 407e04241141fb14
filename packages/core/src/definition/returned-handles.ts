import { isName } from '../foundation/names.ts'
import { lowerFirst } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { WiredHandle } from './handle-value.ts'
import { checkNames } from './name-check.ts'
import { describeValue, isPlainRecord, isThenable } from './value-description.ts'
import type { HandleState, Made } from './wiring-scope.ts'

function refuseAsync(subject: string, promise: PromiseLike<unknown>): never {
  // What the body does after its first await fails too, and nobody waits for it: that must not end the process.
  promise.then(undefined, () => undefined)
  throw definitionError(
    'ASYNC_BODY',
    `${subject} is asynchronous. A body only wires ops and is traced at once: drop "async" and "await", and do the waiting inside an op's "run".`,
  )
}

/** The handles a body returned, by output name; one bare handle is called `result`. */
export function returnedHandles(returned: unknown, subject: string): ReadonlyMap<string, HandleState> {
  if (isThenable(returned)) refuseAsync(subject, returned)
  const bare = WiredHandle.stateOf(returned)
  if (bare !== undefined) return new Map([['result', bare]])
  if (returned === undefined || returned === null || (isPlainRecord(returned) && Object.keys(returned).length === 0)) {
    throw definitionError(
      'NOTHING_RETURNED',
      `${subject} returns nothing. Return every handle that no other op takes: one handle, or a record of handles by name.`,
    )
  }
  if (!isPlainRecord(returned)) {
    throw definitionError(
      'RETURNED_NON_HANDLE',
      `${subject} returns ${describeValue(returned)}. Return a handle, which is what calling an op gives, or a record of handles by name.`,
    )
  }
  checkNames('Output', Object.keys(returned), lowerFirst(subject))
  return new Map(Object.entries(returned).map(([name, value]) => [name, requireHandle(name, value, subject)]))
}

function requireHandle(name: string, value: unknown, subject: string): HandleState {
  const state = WiredHandle.stateOf(value)
  if (state !== undefined) return state
  const nested = isPlainRecord(value) && Object.values(value).some((inner) => WiredHandle.stateOf(inner) !== undefined)
  const wayOut = nested
    ? `It is a record of handles: spread it (\`...\`), or return one of them, such as "${Object.keys(value).find(isName)}".`
    : 'Return handles only, which is what calling an op gives.'
  throw definitionError('RETURNED_NON_HANDLE', `${subject} returns ${describeValue(value)} as output "${name}". ${wayOut}`, {
    output: name,
  })
}

/** Refuses a step, or an output someone took, that nothing consumes and the body does not return. */
export function checkLeaves(made: Made, subject: string): void {
  const step = made.steps.findLast((candidate) => !candidate.used)
  if (step !== undefined) {
    throw definitionError(
      'LEAF_NOT_RETURNED',
      `${subject} calls "${step.name}", but nothing takes what it gives and the body does not return it. Return it, beside other outputs in a record, or hand it to an op.`,
      { step: step.name },
    )
  }
  const handle = made.handles.find((candidate) => !candidate.used)
  if (handle === undefined) return
  throw definitionError(
    'LEAF_NOT_RETURNED',
    `${subject} takes the handle "${handle.label}" and neither hands it to an op nor returns it. Return it, hand it to an op, or do not take it.`,
    { handle: handle.label },
  )
}
