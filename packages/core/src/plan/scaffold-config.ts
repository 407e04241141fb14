import { isRecord, type JsonObject, type JsonValue } from '../foundation/json.ts'
import { listAt, objectAt } from './json-schema.ts'
import { type Shape, shapeBelow, shapeFrom } from './schema-shape.ts'

export interface ScaffoldOptions {
  /** Also write the fields that may be left out and have a default. */
  readonly defaults?: boolean
}

// A schema that requires itself has no finite example.
const DEEPEST = 12

function placeholderNumber(node: JsonObject): number {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = node
  if (typeof minimum === 'number' && minimum > 0) return minimum
  if (typeof exclusiveMinimum === 'number' && exclusiveMinimum >= 0) return Math.floor(exclusiveMinimum) + 1
  if (typeof maximum === 'number' && maximum < 0) return maximum
  return typeof exclusiveMaximum === 'number' && exclusiveMaximum <= 0 ? Math.ceil(exclusiveMaximum) - 1 : 0
}

function placeholderObject(shape: Shape, node: JsonObject, options: ScaffoldOptions, depth: number): JsonObject {
  const required = new Set(listAt(node, 'required'))
  const narrowed = { ...shape, alternatives: [node] }
  const fields = Object.keys(objectAt(node, 'properties')).flatMap((key): [string, JsonValue][] => {
    const inner = shapeBelow(narrowed, key)
    if (required.has(key)) return [[key, placeholder(inner, options, depth + 1)]]
    if (options.defaults !== true) return []
    const optional = placeholder(inner, options, depth + 1)
    // A section counts as having a default when something inside it has one.
    const hasDefault =
      inner.alternatives.some((one) => 'default' in one) || (isRecord(optional) && Object.keys(optional).length > 0)
    return hasDefault ? [[key, optional]] : []
  })
  return Object.fromEntries(fields)
}

function placeholderList(shape: Shape, node: JsonObject, options: ScaffoldOptions, depth: number): JsonValue[] {
  const count = Math.max(typeof node['minItems'] === 'number' ? node['minItems'] : 0, listAt(node, 'prefixItems').length)
  const narrowed = { ...shape, alternatives: [node] }
  return Array.from({ length: Math.min(count, 10) }, (_, index) => placeholder(shapeBelow(narrowed, index), options, depth + 1))
}

function placeholder(shape: Shape, options: ScaffoldOptions, depth: number): JsonValue {
  const [node] = shape.alternatives
  if (node === undefined || depth > DEEPEST) return null
  const given = [node['default'], node['const'], listAt(node, 'enum')[0], listAt(node, 'examples')[0]].find(
    (one) => one !== undefined,
  )
  if (isRecord(given) && options.defaults === true && node['type'] === 'object')
    return { ...placeholderObject(shape, node, options, depth), ...given }
  if (given !== undefined) return given
  const type = Array.isArray(node['type']) ? node['type'][0] : node['type']
  if (type === 'object') return placeholderObject(shape, node, options, depth)
  if (type === 'array') return placeholderList(shape, node, options, depth)
  if (type === 'integer' || type === 'number') return placeholderNumber(node)
  if (type === 'string') return ''
  return type === 'boolean' ? false : null
}

/** An example of what a JSON Schema asks for: its required fields, by default, enum, or a placeholder of the right type. */
export function scaffold(jsonSchema: JsonObject, options: ScaffoldOptions = {}): JsonObject {
  const value = placeholder(shapeFrom(jsonSchema), options, 0)
  return isRecord(value) ? value : {}
}
