import { isRecord } from '../foundation/json.ts'
import { didYouMean } from '../foundation/suggest.ts'
import { typeInWords } from './describe-shape.ts'
import { type ConfigPath, type RunConfigError, runConfigError, showConfigPath } from './run-config-error.ts'

/** A mapping of the run config whose keys Pawl itself knows, as opposed to the config that a schema describes. */
export interface ConfigSection {
  readonly path: ConfigPath
  /** Without a prototype, so that only what the document says is there. Empty where it says nothing or something wrong. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly errors: readonly RunConfigError[]
}

const fieldsOf = (entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> => {
  const fields: Record<string, unknown> = Object.create(null)
  for (const [key, value] of entries) fields[key] = value
  return fields
}

/** Reads a section; a key with nothing behind it, which YAML reads as null, is an empty one. */
export function readSection(value: unknown, path: ConfigPath): ConfigSection {
  if (value === undefined || value === null) return { path, fields: fieldsOf([]), errors: [] }
  if (isRecord(value)) return { path, fields: fieldsOf(Object.entries(value)), errors: [] }
  const message = `${showConfigPath(path)} must be an object, not ${typeInWords(value)}.`
  return { path, fields: fieldsOf([]), errors: [runConfigError('NOT_AN_OBJECT', path, { message, expected: 'an object' })] }
}

/** An error for each key that is not known, in words that `explain` finds. */
export function strayFields(
  { fields, path }: ConfigSection,
  known: readonly string[],
  explain: (key: string, meant: string | undefined) => string,
): RunConfigError[] {
  const names = new Set(known)
  return Object.keys(fields)
    .filter((key) => !names.has(key))
    .map((key) => {
      const meant = didYouMean(key, known)
      return runConfigError('UNKNOWN_FIELD', [...path, key], { message: explain(key, meant), didYouMean: meant })
    })
}
