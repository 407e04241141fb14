import { listed, safeText } from '../foundation/text.ts'
import { WiredHandle } from './handle-value.ts'

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  typeof (value as { then?: unknown }).then === 'function'

export const isPlainRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

const LONGEST_QUOTE = 60

/** A few words for what stands where something else should: `the number 3`, `an array`, `a function`. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'undefined'
  if (typeof value === 'string') return `the text ${JSON.stringify(safeText(value, LONGEST_QUOTE))}`
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`
  if (Array.isArray(value)) return 'an array'
  if (WiredHandle.stateOf(value) !== undefined) return 'a handle'
  if (isThenable(value)) return 'a promise'
  if (isPlainRecord(value)) return `an object with ${listed(Object.keys(value).slice(0, 5), 'no keys')}`
  const maker: unknown = value.constructor
  return typeof maker === 'function' && maker.name !== '' ? `an instance of ${maker.name}` : 'an object'
}
