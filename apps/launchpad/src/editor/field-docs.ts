import { type ConfigPath, descriptionOf, fieldsAt, type Schema, schemasAt } from './config-schema.ts'
import { typeWords } from './type-words.ts'

/** What is known of one place of the run config. */
export interface FieldDocs {
  readonly path: ConfigPath
  readonly type: string
  readonly description: string | undefined
  /** As YAML would write it; undefined without a default. */
  readonly defaultValue: unknown
  readonly required: boolean
  /** The fields under it, if it is an object. */
  readonly fields: readonly { readonly name: string; readonly required: boolean; readonly type: string }[]
}

export function fieldDocs(root: Schema, path: ConfigPath): FieldDocs | undefined {
  const schemas = schemasAt(root, path)
  if (schemas.length === 0) return undefined
  const name = path.at(-1)
  const own = typeof name === 'string' ? fieldsAt(root, path.slice(0, -1)).find((field) => field.name === name) : undefined
  return {
    path,
    type: typeWords(root, schemas),
    description: descriptionOf(schemas),
    defaultValue: schemas.find((schema) => 'default' in schema)?.['default'],
    required: own?.required ?? false,
    fields: fieldsAt(root, path).map((field) => ({
      name: field.name,
      required: field.required,
      type: typeWords(root, field.schemas),
    })),
  }
}

/** `ops.clean.config.limits[2]`; `run config` for its root. */
export const showPath = (path: ConfigPath): string =>
  path.length === 0
    ? 'run config'
    : path
        .map((part, index) => (typeof part === 'number' || /^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
        .join('')
