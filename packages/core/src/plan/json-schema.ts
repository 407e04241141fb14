import type { AnySchema } from '../definition/schema.ts'
import { isRecord, type JsonObject, type JsonValue } from '../foundation/json.ts'

export const JSON_SCHEMA_DIALECT = 'https://json-schema.org/draft/2020-12/schema'

type Convert = (options: { readonly target: string; readonly libraryOptions?: Readonly<Record<string, unknown>> }) => unknown

function converterOf(schema: AnySchema): Convert | undefined {
  // The Standard JSON Schema extension; schemas without it say nothing of their shape.
  const standard = schema['~standard'] as { readonly jsonSchema?: { readonly input?: unknown } }
  const input = standard.jsonSchema?.input
  return typeof input === 'function' ? (input as Convert) : undefined
}

/**
 * The JSON Schema (draft 2020-12) of what a config author may write for this schema, or undefined where the schema cannot tell.
 * Parts that JSON Schema has no words for are left open.
 */
export function jsonSchemaOf(schema: AnySchema): JsonObject | undefined {
  const convert = converterOf(schema)
  if (convert === undefined) return undefined
  // Without the option zod gives up on the whole schema where one field, a date for instance, has no JSON Schema.
  for (const libraryOptions of [{ unrepresentable: 'any' }, undefined]) {
    try {
      const converted = convert({ target: 'draft-2020-12', ...(libraryOptions === undefined ? {} : { libraryOptions }) })
      // Through text, because a library may hand out undefined members or objects of its own.
      if (isRecord(converted)) return JSON.parse(JSON.stringify(converted)) as JsonObject
    } catch {
      // The next attempt goes without the option; a schema that fails both ways stays unknown.
    }
  }
  return undefined
}

export const isObject = (value: JsonValue | undefined): value is JsonObject => isRecord(value)
const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value)

export const objectAt = (node: JsonObject, key: string): JsonObject => {
  const value = Object.hasOwn(node, key) ? node[key] : undefined
  return isObject(value) ? value : {}
}
export const listAt = (node: JsonObject, key: string): readonly JsonValue[] => {
  const value = node[key]
  return isList(value) ? value : []
}

/** Follows a reference inside one document (`#`, `#/$defs/Node`); an open schema where it leads nowhere. */
export function followRef(root: JsonObject, ref: string): JsonObject {
  let node: JsonValue | undefined = root
  for (const part of ref.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined
  }
  return ref.startsWith('#') && isObject(node) ? node : {}
}
