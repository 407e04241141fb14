import { FrameworkError } from '../foundation/errors.ts'
import { isByteStream } from './byte-stream.ts'
import type { OutputContext } from './io-manager.ts'
import { outputName } from './output-lost.ts'

export interface Unserialisable {
  /** From the value itself, `$`: `$.rows[3].callback`, `$.byCode.get("LAX")`. */
  readonly path: string
  /** What lies there, in words that follow "is": `a function`. */
  readonly what: string
}

/** Deeper values overflow the stack of one serialiser or another; a linked list of this many nodes is a mistake anyway. */
export const DEEPEST_NESTING = 1000

const LEAVES: ReadonlySet<string> = new Set(['Date', 'RegExp', 'Number', 'String', 'Boolean', 'BigInt', 'ArrayBuffer'])
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)
const memberStep = (key: string): string => (IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)
const mapStep = (key: unknown): string =>
  `.get(${typeof key === 'string' ? JSON.stringify(key) : typeof key === 'object' ? '…' : String(key)})`

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  // The second case is a plain object of another realm.
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

const hasSymbolMember = (value: object): boolean =>
  Object.getOwnPropertySymbols(value).some((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol))

function describeInstance(value: object): string {
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise that nothing awaited'
  if (isByteStream(value)) return 'a stream inside a value; only a whole output can be one'
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name
  return `an instance of ${typeof name === 'string' && name !== '' ? name : 'an unnamed class'}`
}

/** What makes the value itself unfit, whatever it contains. */
function unfitness(value: unknown, tag: string): string | undefined {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'symbol') return 'a symbol'
  if (typeof value !== 'object' || value === null || LEAVES.has(tag) || tag === 'Array' || tag === 'Map' || tag === 'Set')
    return undefined
  if (ArrayBuffer.isView(value)) return tagOf(value.buffer) === 'ArrayBuffer' ? undefined : 'a view of shared memory'
  if (!isPlainObject(value) || isByteStream(value)) return describeInstance(value)
  return hasSymbolMember(value) ? 'an object with a symbol as a member name' : undefined
}

type Found = Unserialisable | undefined
type Look = (inner: unknown) => Found
const within = (step: string, found: Unserialisable): Unserialisable => ({ path: step + found.path, what: found.what })

function inArray(values: readonly unknown[], look: Look): Found {
  for (let index = 0; index < values.length; index++) {
    // A sparse array may have billions of holes: from the first on, only what is there is looked at.
    if (!(index in values)) return inSparseArray(values, look)
    const found = look(values[index])
    if (found !== undefined) return within(`[${index}]`, found)
  }
  return undefined
}

function inSparseArray(values: readonly unknown[], look: Look): Found {
  for (const key of Object.keys(values)) {
    const found = look(values[Number(key)])
    if (found !== undefined) return within(`[${key}]`, found)
  }
  return undefined
}

function inMap(map: ReadonlyMap<unknown, unknown>, look: Look): Found {
  for (const [key, inner] of map) {
    const badKey = look(key)
    if (badKey !== undefined) return { path: '', what: `a Map with a key that holds ${badKey.what}` }
    const found = look(inner)
    if (found !== undefined) return within(mapStep(key), found)
  }
  return undefined
}

function inSet(set: ReadonlySet<unknown>, look: Look): Found {
  let index = 0
  for (const inner of set) {
    const found = look(inner)
    if (found !== undefined) return within(`.values()[${index}]`, found)
    index += 1
  }
  return undefined
}

function inObject(value: Readonly<Record<string, unknown>>, look: Look): Found {
  for (const key of Object.keys(value)) {
    const found = look(value[key])
    if (found !== undefined) return within(memberStep(key), found)
  }
  return undefined
}

function search(value: unknown, visited: Set<object>, depth: number): Found {
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return undefined
  const tag = tagOf(value)
  const what = unfitness(value, tag)
  if (what !== undefined) return { path: '', what }
  if (typeof value !== 'object' || value === null || LEAVES.has(tag) || ArrayBuffer.isView(value) || visited.has(value))
    return undefined
  if (depth === DEEPEST_NESTING) return { path: '', what: `nested more than ${DEEPEST_NESTING} levels deep` }
  visited.add(value)
  const look: Look = (inner) => search(inner, visited, depth + 1)
  if (Array.isArray(value)) return inArray(value, look)
  if (tag === 'Map') return inMap(value as ReadonlyMap<unknown, unknown>, look)
  if (tag === 'Set') return inSet(value as ReadonlySet<unknown>, look)
  return inObject(value as Readonly<Record<string, unknown>>, look)
}

/**
 * The first thing inside a value that no I/O manager of Pawl stores, or undefined when the value can be stored: primitives,
 * plain objects, arrays, Date, RegExp, Map, Set, BigInt, ArrayBuffer and its views, in any nesting, cycles too.
 * An array's extra members are not looked at: they are not stored.
 */
export function findUnserialisable(value: unknown): Unserialisable | undefined {
  const found = search(value, new Set(), 0)
  return found === undefined ? undefined : within('$', found)
}

/** The error of code `OUTPUT_NOT_SERIALISABLE` that `handleOutput` throws. `details`: stepKey, output, path, what. */
export function outputNotSerialisable(context: OutputContext, found: Unserialisable, cause?: unknown): FrameworkError {
  const { stepKey, output, mappingKey } = context
  return new FrameworkError('OUTPUT_NOT_SERIALISABLE', {
    message: `Output ${outputName(output, mappingKey)} of step "${stepKey}" cannot be stored: ${found.path} is ${found.what}. An output is plain data (JSON, Date, RegExp, Map, Set, BigInt, bytes) or, as a whole, a stream of bytes.`,
    details: { stepKey, output, mappingKey: mappingKey ?? null, path: found.path, what: found.what },
    ...(cause === undefined ? {} : { cause }),
  })
}
