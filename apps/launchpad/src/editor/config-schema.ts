/** A JSON Schema (draft 2020-12) as it comes from the server: read with care, never trusted to be complete. */
export type Schema = Readonly<Record<string, unknown>>

export type ConfigPath = readonly (string | number)[]

export interface FieldInfo {
  readonly name: string
  readonly required: boolean
  /** The alternatives this field may be. */
  readonly schemas: readonly Schema[]
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)
const schemasIn = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : [])

function follow(root: Schema, ref: string): Schema | undefined {
  if (!ref.startsWith('#')) return undefined
  let node: unknown = root
  for (const part of ref.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    node = isSchema(node) && Object.hasOwn(node, key) ? node[key] : undefined
  }
  return isSchema(node) ? node : undefined
}

// A recursive type refers to itself; what lies this deep in one place is no longer a help to anyone.
const DEEPEST = 12

/** One schema as the plain alternatives it stands for: references followed, `allOf`, `anyOf` and `oneOf` opened. */
export function alternatives(root: Schema, schema: Schema, depth = 0): readonly Schema[] {
  if (depth > DEEPEST) return []
  const ref = schema['$ref']
  if (typeof ref === 'string') {
    const target = follow(root, ref)
    return target ? alternatives(root, target, depth + 1) : []
  }
  const choices = [...schemasIn(schema['anyOf']), ...schemasIn(schema['oneOf'])]
  const parts = schemasIn(schema['allOf']).flatMap((part) => alternatives(root, part, depth + 1))
  if (choices.length === 0) return [schema, ...parts]
  const { anyOf: _, oneOf: __, ...rest } = schema
  const own = 'properties' in rest || 'type' in rest ? [rest] : []
  // What is said of the choice as a whole (its default, its description) is said of each of them.
  const opened = choices.flatMap((choice) => alternatives(root, choice, depth + 1)).map((choice) => ({ ...rest, ...choice }))
  return [...own, ...parts, ...opened]
}

/** The alternatives at a path of the document; none where the schema does not know it. */
export function schemasAt(root: Schema, path: ConfigPath): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (found, part) => found.flatMap((schema) => childSchemas(root, schema, part)),
    alternatives(root, root),
  )
}

function childSchemas(root: Schema, schema: Schema, part: string | number): readonly Schema[] {
  const open = (child: unknown): readonly Schema[] => (isSchema(child) ? alternatives(root, child) : [])
  if (typeof part === 'number') return open(Array.isArray(schema['prefixItems']) ? schema['prefixItems'][part] : schema['items'])
  const properties = schema['properties']
  if (isSchema(properties) && Object.hasOwn(properties, part)) return open(properties[part])
  return open(schema['additionalProperties'])
}

/** Every field an object at this path may have, required ones first, then as the schema lists them. */
export function fieldsAt(root: Schema, path: ConfigPath): readonly FieldInfo[] {
  const fields = new Map<string, { required: boolean; schemas: Schema[] }>()
  for (const schema of schemasAt(root, path)) {
    const properties = schema['properties']
    if (!isSchema(properties)) continue
    const required = Array.isArray(schema['required']) ? schema['required'] : []
    for (const [name, child] of Object.entries(properties)) {
      if (!isSchema(child)) continue
      const known = fields.get(name) ?? { required: false, schemas: [] }
      known.required ||= required.includes(name)
      known.schemas.push(...alternatives(root, child))
      fields.set(name, known)
    }
  }
  return [...fields].map(([name, field]) => ({ name, ...field })).sort((a, b) => Number(b.required) - Number(a.required))
}

/** Values that may stand where these schemas are expected, as far as they can be listed. */
export function listedValues(schemas: readonly Schema[]): readonly unknown[] {
  const values = schemas.flatMap((schema) => {
    if (Array.isArray(schema['enum'])) return schema['enum']
    if ('const' in schema) return [schema['const']]
    if (schema['type'] === 'boolean') return [true, false]
    return schema['type'] === 'null' ? [null] : []
  })
  return [...new Set(values)]
}

export const isObjectSchema = (schema: Schema): boolean => schema['type'] === 'object' || isSchema(schema['properties'])
export const isListSchema = (schema: Schema): boolean => schema['type'] === 'array'

/** Whether anything can be written there: an op without config and inputs is an object without fields. */
export function isSettable(root: Schema, schemas: readonly Schema[]): boolean {
  return schemas.some((schema) => {
    if (!isObjectSchema(schema) || isEnvReference(schema)) return true
    if (schema['additionalProperties'] !== false) return true
    const properties = isSchema(schema['properties']) ? Object.values(schema['properties']).filter(isSchema) : []
    return properties.some((child) => isSettable(root, alternatives(root, child)))
  })
}

/** What the schemas say of their field; an env reference only speaks of itself. */
export const descriptionOf = (schemas: readonly Schema[]): string | undefined =>
  schemas
    .filter((schema) => !isEnvReference(schema))
    .flatMap((schema) => [schema['description'], schema['title']])
    .find((text): text is string => typeof text === 'string')

/** `{ env: NAME }` may stand for any text; as an alternative it would only blur what a field is. */
export function isEnvReference(schema: Schema): boolean {
  const properties = schema['properties']
  return isSchema(properties) && Object.keys(properties).length === 1 && 'env' in properties
}
