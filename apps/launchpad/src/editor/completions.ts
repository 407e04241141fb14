import {
  descriptionOf,
  fieldsAt,
  isEnvReference,
  isListSchema,
  isObjectSchema,
  isSettable,
  listedValues,
  type Schema,
  schemasAt,
} from './config-schema.ts'
import { typeWords } from './type-words.ts'
import { yamlCursor } from './yaml-cursor.ts'

export interface ConfigCompletion {
  readonly label: string
  /** The type in words. */
  readonly detail: string
  readonly info: string | undefined
  readonly insert: string
  readonly kind: 'field' | 'value'
  readonly required: boolean
}

/** What may be written where the cursor stands; `from` is where the typed word begins. */
export function configCompletions(
  schema: Schema,
  text: string,
  offset: number,
): { readonly from: number; readonly options: readonly ConfigCompletion[] } | undefined {
  const cursor = yamlCursor(text, offset)
  if (!cursor) return undefined
  if (cursor.place === 'value') {
    const options = valueOptions(schema, schemasAt(schema, cursor.path))
    return options.length === 0 ? undefined : { from: cursor.from, options }
  }
  const rest = text.slice(offset).split('\n', 1)[0] ?? ''
  const hasColon = /^[\w-]*\s*:/.test(rest)
  const options = fieldsAt(schema, cursor.path)
    .filter((field) => !cursor.siblings.includes(field.name) && isSettable(schema, field.schemas))
    .map((field): ConfigCompletion => {
      const nested = cursor.indent > 0 || !text.slice(0, offset).includes('{') ? `\n${' '.repeat(cursor.indent + 2)}` : ' '
      return {
        label: field.name,
        detail: typeWords(schema, field.schemas),
        info: descriptionOf(field.schemas),
        insert: hasColon ? field.name : `${field.name}:${opensBlock(field.schemas) ? nested : ' '}`,
        kind: 'field',
        required: field.required,
      }
    })
  return options.length === 0 ? undefined : { from: cursor.from, options }
}

/** Fields that are objects go on in the next line; a list or a scalar begins on the same one. */
const opensBlock = (schemas: readonly Schema[]): boolean => {
  const told = schemas.filter((schema) => !isEnvReference(schema))
  return told.length > 0 && told.every((schema) => isObjectSchema(schema) && !isListSchema(schema))
}

function valueOptions(root: Schema, schemas: readonly Schema[]): readonly ConfigCompletion[] {
  const usual = schemas.find((schema) => 'default' in schema)?.['default']
  const values = listedValues(schemas)
  const all = usual === undefined || typeof usual === 'object' || values.includes(usual) ? values : [usual, ...values]
  return all.map((value) => ({
    label: typeof value === 'string' ? value : JSON.stringify(value),
    detail: value === usual ? 'default' : typeWords(root, [{ type: typeof value }]),
    info: undefined,
    insert:
      typeof value === 'string' && !/^[A-Za-z_][\w./ -]*$|^(?:true|false|null|yes|no)$/i.test(value)
        ? JSON.stringify(value)
        : quoted(value),
    kind: 'value',
    required: false,
  }))
}

/** A text that YAML would read as another type keeps its quotes. */
const quoted = (value: unknown): string =>
  typeof value === 'string' && !/^(?:true|false|null|yes|no|on|off)$/i.test(value) ? value : JSON.stringify(value)
