import { isRecord, type JsonObject, type JsonValue } from '@pawl/core/plugin'

/** One value that a run config may hold. */
export interface ConfigField {
  /** As `--set` takes it. */
  readonly path: string
  /** Such as `string`, `integer`, `"a" | "b"`, `list`. */
  readonly type: string
  readonly isRequired: boolean
  /** As YAML would write it; null where there is none. */
  readonly default: string | null
  readonly description: string | null
}

const recordOf = (value: unknown): JsonObject => (isRecord(value) ? (value as JsonObject) : {})
const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : []

/** Every string may also come from the environment; that is not told of each. */
const alternatives = (schema: JsonObject): readonly JsonObject[] => {
  const some = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])].map(recordOf).filter((one) => one['$ref'] === undefined)
  return some.length === 0 ? [schema] : some
}

function typeOf(schema: JsonObject): string {
  const words = alternatives(schema).flatMap((one): readonly string[] => {
    if ('const' in one) return [JSON.stringify(one['const'])]
    const values = listOf(one['enum'])
    if (values.length > 0) return values.map((value) => JSON.stringify(value))
    const types = [one['type'] ?? 'any'].flat() as readonly string[]
    return types.map((type) => (type === 'array' ? 'list' : type))
  })
  return [...new Set(words)].join(' | ')
}

const escaped = (key: string): string => key.replaceAll('.', '\\.')

/** The values of a run config by its JSON Schema, in order; what is made of named parts is told by its parts. */
export function configFields(schema: JsonObject, path: readonly string[] = [], isRequired = false): readonly ConfigField[] {
  const [only, ...others] = alternatives(schema)
  const properties = Object.entries(recordOf(only?.['properties']))
  if (only !== undefined && others.length === 0 && only['type'] === 'object' && ('properties' in only || path.length === 0)) {
    const required = new Set(listOf(only['required']))
    return properties.flatMap(([key, inner]) => configFields(recordOf(inner), [...path, escaped(key)], required.has(key)))
  }
  const { default: value, description } = schema
  return [
    {
      path: path.join('.'),
      type: typeOf(schema),
      isRequired: isRequired && value === undefined,
      default: value === undefined ? null : JSON.stringify(value),
      description: typeof description === 'string' ? description : null,
    },
  ]
}
