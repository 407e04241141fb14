import { alternatives, isEnvReference, isListSchema, listedValues, type Schema } from './config-schema.ts'

/** What a field may be, in words: `whole number above 0`, `one of "a", "b"`, `list of texts`. */
export function typeWords(root: Schema, schemas: readonly Schema[]): string {
  const told = schemas.filter((schema) => !isEnvReference(schema))
  const values = told.filter((schema) => 'enum' in schema || 'const' in schema)
  const words = told.filter((schema) => !values.includes(schema)).map((schema) => wordsOf(root, schema))
  const listed = values.length === 0 ? [] : [oneOf(listedValues(values))]
  return [...new Set([...words, ...listed])].filter((word) => word !== '').join(' or ') || 'anything'
}

const oneOf = (values: readonly unknown[]): string => {
  const shown = values.slice(0, 12).map((value) => JSON.stringify(value))
  const rest = values.length > shown.length ? `, … (${values.length} in all)` : ''
  return values.length === 1 ? `${shown[0]}` : `one of ${shown.join(', ')}${rest}`
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
}

function wordsOf(root: Schema, schema: Schema): string {
  if (isListSchema(schema)) {
    const items = schema['items']
    const inner = typeof items === 'object' && items !== null ? typeWords(root, alternatives(root, items as Schema)) : 'anything'
    return `list of: ${inner}`
  }
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type']]
  const name = types
    .map((type) => NAMES[String(type)] ?? '')
    .filter((word) => word !== '')
    .join(' or ')
  return `${name || ('properties' in schema ? 'object' : '')}${limits(schema)}`.trim()
}

function limits(schema: Schema): string {
  const words: string[] = []
  const number = (key: string): number | undefined => (typeof schema[key] === 'number' ? schema[key] : undefined)
  const [above, below] = [number('exclusiveMinimum'), number('exclusiveMaximum')]
  const [least, most] = [number('minimum'), number('maximum')]
  if (above !== undefined) words.push(`above ${above}`)
  // Libraries write the bounds of safe integers out; nobody needs to read them.
  if (least !== undefined && least > Number.MIN_SAFE_INTEGER) words.push(`at least ${least}`)
  if (below !== undefined) words.push(`below ${below}`)
  if (most !== undefined && most < Number.MAX_SAFE_INTEGER) words.push(`at most ${most}`)
  if (number('minLength') !== undefined) words.push(`of at least ${schema['minLength']} characters`)
  if (number('maxLength') !== undefined) words.push(`of at most ${schema['maxLength']} characters`)
  if (typeof schema['format'] === 'string') words.push(`(${schema['format']})`)
  else if (typeof schema['pattern'] === 'string') words.push(`matching ${schema['pattern']}`)
  return words.length === 0 ? '' : ` ${words.join(', ')}`
}
