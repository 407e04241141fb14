import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'
import { definitionError } from './definition-error.ts'
import { isSchema } from './schema.ts'
import { describeValue, isPlainRecord } from './value-description.ts'

/** Refuses an option nobody reads, such as a mistyped one; `subject` begins the message. */
export function checkOptions(subject: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw definitionError(
      'INVALID_OPTION',
      `${subject} is given ${describeValue(options)} for its options. Give an object with ${listed(known)}.`,
    )
  }
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue
    const meant = didYouMean(option, known)
    throw definitionError(
      'UNKNOWN_OPTION',
      `${subject} has no option "${option}". ${meant === undefined ? `Its options: ${listed(known)}.` : `Did you mean "${meant}"?`}`,
      { option, didYouMean: meant ?? null },
    )
  }
}

export function checkSchema(subject: string, schema: unknown): void {
  if (isSchema(schema)) return
  throw definitionError(
    'NOT_A_SCHEMA',
    `${subject} is ${describeValue(schema)}, not a schema. Give a Standard Schema (zod, valibot, arktype, …), or type<T>() to check nothing at run time.`,
  )
}

export function checkText(subject: string, option: string, value: unknown): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return
  throw definitionError(
    'INVALID_OPTION',
    `Option "${option}" of ${subject} is ${describeValue(value)}. Give a text that is not empty, or leave it out.`,
    { option },
  )
}

/** The entries of an option that is a record by name; none when it is left out. */
export function recordEntries(subject: string, option: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (value === undefined) return []
  if (isPlainRecord(value)) return Object.entries(value)
  throw definitionError(
    'INVALID_OPTION',
    `Option "${option}" of ${subject} is ${describeValue(value)}. Give an object by name.`,
    { option },
  )
}

export function checkFunction(subject: string, option: string, value: unknown): void {
  if (typeof value === 'function') return
  throw definitionError('INVALID_OPTION', `Option "${option}" of ${subject} is ${describeValue(value)}. Give a function.`, {
    option,
  })
}
