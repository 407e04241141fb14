import type { AnySchema } from '../definition/schema.ts'
import type { JsonObject, JsonValue } from '../foundation/json.ts'
import { followRef, isObject, jsonSchemaOf, listAt, objectAt } from './json-schema.ts'

/**
 * What is known of the values that may stand at one place of a config: the alternatives of a JSON Schema, its references
 * followed and its unions laid out. No alternative at all means that nothing is known.
 */
export interface Shape {
  readonly root: JsonObject
  readonly alternatives: readonly JsonObject[]
}

export const UNKNOWN_SHAPE: Shape = { root: {}, alternatives: [] }

// Deeper than any schema a person writes; ends a reference that only leads to itself.
const DEEPEST = 24
const MOST_ALTERNATIVES = 64

const strings = (values: readonly JsonValue[]): string[] => values.filter((value) => typeof value === 'string')

function merged(a: JsonObject, b: JsonObject): JsonObject {
  return {
    ...a,
    ...b,
    ...('properties' in a || 'properties' in b
      ? { properties: { ...objectAt(a, 'properties'), ...objectAt(b, 'properties') } }
      : {}),
    ...('required' in a || 'required' in b
      ? { required: [...new Set([...listAt(a, 'required'), ...listAt(b, 'required')])] }
      : {}),
  }
}

/** Lays a schema out as alternatives without `$ref`, `anyOf`, `oneOf` or `allOf` at their top. */
function layOut(root: JsonObject, node: JsonObject, depth = 0): readonly JsonObject[] {
  if (depth > DEEPEST) return []
  const { $ref, anyOf: _anyOf, oneOf: _oneOf, allOf: _allOf, ...own } = node
  let found: readonly JsonObject[] = [own]
  const combine = (others: readonly JsonObject[]): void => {
    found = found.flatMap((one) => others.map((other) => merged(one, other))).slice(0, MOST_ALTERNATIVES)
  }
  if (typeof $ref === 'string') combine(layOut(root, followRef(root, $ref), depth + 1))
  for (const part of listAt(node, 'allOf').filter(isObject)) combine(layOut(root, part, depth + 1))
  for (const union of ['anyOf', 'oneOf']) {
    const members = listAt(node, union).filter(isObject)
    if (members.length > 0) combine(members.flatMap((member) => layOut(root, member, depth + 1)))
  }
  return found
}

export const shapeFrom = (root: JsonObject): Shape => ({ root, alternatives: layOut(root, root) })

export function shapeOf(schema: AnySchema): Shape {
  const root = jsonSchemaOf(schema)
  return root === undefined ? UNKNOWN_SHAPE : shapeFrom(root)
}

function childSchemas(node: JsonObject, key: string | number): readonly JsonObject[] {
  if (typeof key === 'number') {
    const child = listAt(node, 'prefixItems')[key] ?? node['items']
    return isObject(child) ? [child] : []
  }
  const properties = objectAt(node, 'properties')
  const child = Object.hasOwn(properties, key) ? properties[key] : node['additionalProperties']
  return isObject(child) ? [child] : []
}

/** What may stand below: one step down by a key or a position. */
export function shapeBelow(shape: Shape, key: string | number): Shape {
  const children = shape.alternatives.flatMap((node) => childSchemas(node, key))
  return { root: shape.root, alternatives: children.flatMap((child) => layOut(shape.root, child)).slice(0, MOST_ALTERNATIVES) }
}

export const shapeAt = (shape: Shape, path: readonly (string | number)[]): Shape => path.reduce(shapeBelow, shape)

/** The keys that an object here may have; `closed` when any other is a mistake. */
export function knownKeys(shape: Shape): { readonly keys: readonly string[]; readonly closed: boolean } {
  const keys = shape.alternatives.flatMap((node) => [
    ...Object.keys(objectAt(node, 'properties')),
    ...strings(listAt(objectAt(node, 'propertyNames'), 'enum')),
  ])
  const isClosed = (node: JsonObject): boolean =>
    isObject(node['properties']) && (node['additionalProperties'] ?? false) === false && !('patternProperties' in node)
  // An alternative that takes no object at all has no say in what the keys of one may be.
  const takingObjects = shape.alternatives.filter((node) => typesOf(node)?.includes('object') ?? true)
  return { keys: [...new Set(keys)], closed: takingObjects.length > 0 && takingObjects.every(isClosed) }
}

/** The JSON type of a value; whole numbers are `integer` too, see {@link acceptsTypeOf}. */
function jsonType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

function typesOf(node: JsonObject): readonly string[] | undefined {
  if (typeof node['type'] === 'string') return [node['type']]
  if (Array.isArray(node['type'])) return strings(listAt(node, 'type'))
  if ('const' in node) return [jsonType(node['const'])]
  if (Array.isArray(node['enum'])) return listAt(node, 'enum').map(jsonType)
  return undefined
}

/** Whether a value of this JSON type may stand here at all; undefined where nothing is known. */
export function acceptsTypeOf(shape: Shape, value: unknown): boolean | undefined {
  const types = shape.alternatives.map(typesOf)
  if (types.length === 0 || types.includes(undefined)) return undefined
  const type = jsonType(value)
  return types.some((some) => some?.some((one) => one === type || (one === 'integer' && type === 'number')))
}

/** Every value that may stand here where they can be listed, as for an enum or the tag of a union. */
export function choicesOf(shape: Shape): readonly JsonValue[] | undefined {
  if (shape.alternatives.length === 0) return undefined
  const choices = shape.alternatives.map((node) => ('const' in node ? [node['const'] ?? null] : listAt(node, 'enum')))
  return choices.every((some) => some.length > 0) ? [...new Set(choices.flat())] : undefined
}
