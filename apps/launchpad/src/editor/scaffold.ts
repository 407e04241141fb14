import { stringify } from 'yaml'
import {
  type ConfigPath,
  descriptionOf,
  type FieldInfo,
  fieldsAt,
  isEnvReference,
  isObjectSchema,
  isSettable,
  listedValues,
  type Schema,
} from './config-schema.ts'
import { typeWords } from './type-words.ts'

interface Line {
  readonly indent: number
  readonly text: string
  readonly comment: string
  /** A line that is not set is written as a comment: it shows what could be. */
  readonly isSet: boolean
}

/**
 * The whole run config written out: defaults as values, what is required and has none left open, what is optional and has
 * none as a comment; each with its type and description. Recursive types end where they repeat.
 */
export function scaffoldYaml(schema: Schema): string {
  const lines = linesAt(schema, [])
  if (lines.length === 0) return ''
  const text = lines.map(renderLine).join('\n')
  return `${text}\n`
}

function renderLine({ indent, text, comment, isSet }: Line): string {
  const told = comment === '' ? '' : `  # ${comment}`
  return `${' '.repeat(indent)}${isSet ? '' : '# '}${text}${told}`
}

const DEEPEST = 10

function linesAt(root: Schema, path: ConfigPath): readonly Line[] {
  if (path.length > DEEPEST) return []
  return fieldsAt(root, path).flatMap((field) => fieldLines(root, [...path, field.name], field))
}

function fieldLines(root: Schema, path: ConfigPath, field: FieldInfo): readonly Line[] {
  const schemas = field.schemas.filter((schema) => !isEnvReference(schema))
  const indent = (path.length - 1) * 2
  const usual = schemas.find((schema) => 'default' in schema)
  if (!usual && schemas.length > 0 && schemas.every(isObjectSchema)) {
    return isSettable(root, schemas) ? objectLines(root, path, field) : []
  }
  const comment = fieldComment(root, field)
  if (usual) return [{ indent, text: `${key(field)} ${valueText(usual['default'])}`, comment, isSet: true }]
  if (!field.required) return [{ indent, text: key(field), comment, isSet: false }]
  const [first] = listedValues(schemas)
  return [
    {
      indent,
      text: `${key(field)} ${first === undefined ? '' : valueText(first)}`.trimEnd(),
      comment: `required: ${comment}`,
      isSet: true,
    },
  ]
}

function objectLines(root: Schema, path: ConfigPath, field: FieldInfo): readonly Line[] {
  const inner = linesAt(root, path)
  const head = { indent: (path.length - 1) * 2, text: key(field), comment: description(field.schemas) }
  // An optional object that needs something to be decided, or that only could hold something, is a suggestion as a whole:
  // a key with nothing but comments under it would be null.
  const isSet =
    inner.some((line) => line.isSet) &&
    (field.required || !inner.some((line) => line.isSet && line.comment.startsWith('required: ')))
  if (inner.length === 0) return [{ ...head, text: `${key(field)} {}`, isSet: field.required }]
  return [{ ...head, isSet }, ...inner.map((line) => (isSet ? line : { ...line, isSet: false }))]
}

const key = ({ name }: FieldInfo): string => `${stringify(name).trimEnd()}:`

/** Lists and objects in one line; a text in quotes only where YAML would misread it. */
const valueText = (value: unknown): string =>
  typeof value === 'string' ? stringify(value, { lineWidth: 0 }).trimEnd() : JSON.stringify(value)

const LONGEST = 110

function fieldComment(root: Schema, field: FieldInfo): string {
  const told = description(field.schemas)
  const words = typeWords(root, field.schemas)
  const comment = told === '' ? words : `${words}. ${told}`
  return comment.length > LONGEST ? `${comment.slice(0, LONGEST - 1)}…` : comment
}

const description = (schemas: readonly Schema[]): string => (descriptionOf(schemas) ?? '').replaceAll(/\s+/g, ' ')
