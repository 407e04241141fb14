import type { JsonObject, JsonValue } from '../foundation/json.ts'
import { isObject } from './json-schema.ts'

/** Name of the definition that stands for `{ env: 'NAME' }`. */
export const ENV_REFERENCE = 'envReference'

export const ENV_REFERENCE_SCHEMA: JsonObject = {
  type: 'object',
  description: "Taken from the environment of the run's worker when the step starts; never stored or shown.",
  properties: { env: { type: 'string', minLength: 1, description: 'Name of the environment variable.' } },
  required: ['env'],
  additionalProperties: false,
}

export interface EmbeddedSchema {
  readonly schema: JsonObject
  /** To be put among the `$defs` of the document it is embedded in. */
  readonly definitions: JsonObject
}

interface Embedding {
  /** Begins the names of this schema's definitions, and is the name of the schema itself where it refers to itself. */
  readonly prefix: string
  readonly withEnv: boolean
}

const LISTS_OF_SCHEMAS = ['anyOf', 'oneOf', 'allOf', 'prefixItems']
const MAPS_OF_SCHEMAS = ['properties', 'patternProperties', '$defs', 'dependentSchemas']
const SINGLE_SCHEMAS = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'unevaluatedProperties']
const DEFINITION = '#/$defs/'

const pointer = (name: string): string => `${DEFINITION}${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** References inside the schema lead to where it has been put; any other is left as it is. */
function movedRef(ref: string, { prefix }: Embedding): string {
  if (ref === '#') return pointer(prefix)
  if (!ref.startsWith(DEFINITION)) return ref
  return pointer(`${prefix}.${ref.slice(DEFINITION.length).replaceAll('~1', '/').replaceAll('~0', '~')}`)
}

/** Where a text may stand, a reference to the environment may stand too; the tag of a union has to be there to be read. */
function orFromEnv(node: JsonObject): JsonObject {
  const isText = node['type'] === 'string' || (Array.isArray(node['type']) && node['type'].includes('string'))
  if (!isText || 'const' in node) return node
  const annotations = ['title', 'description', 'default', 'examples', 'deprecated']
  const isAnnotation = ([key]: readonly [string, JsonValue]): boolean => annotations.includes(key)
  const entries = Object.entries(node)
  const checks = Object.fromEntries(entries.filter((entry) => !isAnnotation(entry)))
  return { ...Object.fromEntries(entries.filter(isAnnotation)), anyOf: [checks, { $ref: pointer(ENV_REFERENCE) }] }
}

function move(node: JsonValue, embedding: Embedding): JsonValue {
  if (!isObject(node)) return node
  const inside = (value: JsonValue): JsonValue => move(value, embedding)
  const entries = Object.entries(node).map(([key, value]): [string, JsonValue] => {
    if (key === '$ref' && typeof value === 'string') return [key, movedRef(value, embedding)]
    if (LISTS_OF_SCHEMAS.includes(key) && Array.isArray(value)) return [key, value.map(inside)]
    if (SINGLE_SCHEMAS.includes(key)) return [key, inside(value)]
    if (!MAPS_OF_SCHEMAS.includes(key) || !isObject(value)) return [key, value]
    return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inside(inner)]))]
  })
  const moved = Object.fromEntries(entries)
  return embedding.withEnv ? orFromEnv(moved) : moved
}

/**
 * Prepares a schema's own JSON Schema for a place inside a larger document: references are led to definitions that bear `prefix`,
 * and with `withEnv` every text may be `{ env }`.
 */
export function embedSchema(schema: JsonObject, embedding: Embedding): EmbeddedSchema {
  const { $schema: _dialect, $defs: own, ...rest } = schema
  const moved = move(rest, embedding) as JsonObject
  const definitions = Object.entries(isObject(own) ? own : {}).map(([name, inner]): [string, JsonValue] => [
    `${embedding.prefix}.${name}`,
    move(inner, embedding),
  ])
  if (!JSON.stringify(schema).includes('"$ref":"#"')) return { schema: moved, definitions: Object.fromEntries(definitions) }
  // It refers to itself, so it becomes a definition itself.
  return {
    schema: { $ref: pointer(embedding.prefix) },
    definitions: Object.fromEntries([...definitions, [embedding.prefix, moved]]),
  }
}
