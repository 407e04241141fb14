import { isRecord, type JsonValue } from '../foundation/json.ts'
import { didYouMean } from '../foundation/suggest.ts'
import { listed } from '../foundation/text.ts'
import { describeShape, typeInWords } from './describe-shape.ts'
import type { EnvReference } from './env-reference.ts'
import { type ConfigPath, type RunConfigError, runConfigError, showConfigPath } from './run-config-error.ts'
import type { SchemaIssue } from './schema-issue.ts'
import { acceptsTypeOf, choicesOf, knownKeys, type Shape, shapeAt, shapeBelow } from './schema-shape.ts'

/** A value that a schema was asked about, at its place in the run config. */
export interface AskedValue {
  /** Of the value, from the document's root. */
  readonly path: ConfigPath
  readonly value: unknown
  /** The document says nothing here, and `value` is what stands in for it. */
  readonly absent: boolean
  readonly shape: Shape
  /** Places whose value only the worker knows: what the schema says of them is not yet to be believed. */
  readonly unresolved: readonly EnvReference[]
}

const startsWith = (path: ConfigPath, start: ConfigPath): boolean => start.every((part, index) => path[index] === part)

/** The value at a path, or how much of the path leads somewhere. */
function lookUp(root: unknown, path: ConfigPath): { readonly found: boolean; readonly value: unknown; readonly depth: number } {
  let value = root
  for (const [depth, key] of path.entries()) {
    const inner: unknown =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined
    if (inner === undefined) return { found: false, value: undefined, depth: depth + 1 }
    value = inner
  }
  return { found: true, value, depth: path.length }
}

function unknownField(asked: AskedValue, at: ConfigPath, key: string): RunConfigError {
  const { keys } = knownKeys(shapeAt(asked.shape, at))
  const meant = didYouMean(key, keys)
  const path = [...asked.path, ...at, key]
  const hint = meant === undefined ? `Known here: ${listed(keys, 'nothing')}.` : `Did you mean "${meant}"?`
  return runConfigError('UNKNOWN_FIELD', path, {
    message: `There is no field ${showConfigPath(path)}. ${hint}`,
    didYouMean: meant,
  })
}

function missingField(asked: AskedValue, at: ConfigPath): RunConfigError {
  const path = [...asked.path, ...at]
  const expected = describeShape(shapeAt(asked.shape, at))
  const message = `${showConfigPath(path)} is missing. Give ${expected ?? 'it a value'}.`
  return runConfigError('MISSING_FIELD', path, { message, expected })
}

function suggestedChoice(value: unknown, choices: readonly JsonValue[]): string | undefined {
  const words = choices.filter((choice) => typeof choice === 'string')
  return typeof value === 'string' ? didYouMean(value, words) : undefined
}

function explainValue(asked: AskedValue, issue: SchemaIssue, value: unknown): RunConfigError {
  const path = [...asked.path, ...issue.path]
  const place = shapeAt(asked.shape, issue.path)
  const expected = describeShape(place)
  const name = showConfigPath(path)
  if (!(acceptsTypeOf(place, value) ?? !issue.wrongType)) {
    const message = expected === null ? `${name}: ${issue.message}` : `${name} must be ${expected}, not ${typeInWords(value)}.`
    return runConfigError('TYPE_MISMATCH', path, { message, expected })
  }
  const choices = choicesOf(place)
  if (choices === undefined || choices.some((choice) => choice === value))
    return runConfigError('INVALID_VALUE', path, { message: `${name}: ${issue.message}`, expected })
  const meant = suggestedChoice(value, choices)
  const hint = meant === undefined ? '' : ` Did you mean ${JSON.stringify(meant)}?`
  return runConfigError('INVALID_VALUE', path, { message: `${name} must be ${expected}.${hint}`, expected, didYouMean: meant })
}

function explainPlain(asked: AskedValue, issue: SchemaIssue): RunConfigError {
  const { found, value, depth } = lookUp(asked.value, issue.path)
  if (!found) return missingField(asked, issue.path.slice(0, depth))
  const isStandIn = asked.absent && issue.path.length === 0
  if (isStandIn && !(acceptsTypeOf(asked.shape, value) ?? !issue.wrongType)) return missingField(asked, [])
  return explainValue(asked, issue, value)
}

/** Whether the issue may be owed to a value that only the worker knows. */
function isUndecided(asked: AskedValue, issue: SchemaIssue): boolean {
  return asked.unresolved.some(({ path }) => {
    if (startsWith(issue.path, path)) return true
    if (!startsWith(path, issue.path) || issue.unknownKeys.length > 0) return false
    // About something around the reference: its type is certain, a refinement over several fields is not.
    return acceptsTypeOf(shapeAt(asked.shape, issue.path), lookUp(asked.value, issue.path).value) !== false
  })
}

/** How many keys of a value each alternative of a union does not know; 0 throughout where the alternatives cannot be told apart. */
function strayCounts(asked: AskedValue, issue: SchemaIssue): readonly number[] {
  const place = shapeAt(asked.shape, issue.path)
  const { value } = lookUp(asked.value, issue.path)
  const told = place.alternatives.length === issue.branches.length && isRecord(value)
  return issue.branches.map((_, index) => {
    const { keys, closed } = knownKeys({ ...place, alternatives: place.alternatives.slice(index, index + 1) })
    return told && closed ? Object.keys(value).filter((key) => !keys.includes(key)).length : 0
  })
}

/** Reports what the alternative that fits best has against the value, where one fits better than every other. */
function explainUnion(asked: AskedValue, issue: SchemaIssue): readonly RunConfigError[] {
  const below = (inner: SchemaIssue): SchemaIssue => ({ ...inner, path: [...issue.path, ...inner.path] })
  const stray = strayCounts(asked, issue)
  const branches = issue.branches.map((branch, index) => {
    const errors = branch.flatMap((inner) => explainIssue(asked, below(inner)))
    return { errors, misfits: errors.length + (stray[index] ?? 0) }
  })
  if (branches.some(({ errors }) => errors.length === 0)) return []
  const path = [...asked.path, ...issue.path]
  // An alternative that has something against the value as a whole is for values of another kind.
  const inside = branches.filter(({ errors }) => errors.every((error) => error.path.length > path.length))
  const fewest = Math.min(...inside.map(({ misfits }) => misfits))
  const best = inside.filter(({ misfits }) => misfits === fewest)
  const [only] = best
  if (only === undefined) return [explainPlain(asked, issue)]
  if (best.length === 1) return only.errors
  const forms = best.map(({ errors }, index) => `(${index + 1}) ${errors.map((error) => error.message).join(' ')}`).join(' ')
  const expected = describeShape(shapeAt(asked.shape, issue.path))
  return [
    runConfigError('INVALID_VALUE', path, { message: `${showConfigPath(path)} fits none of its forms: ${forms}`, expected }),
  ]
}

function explainIssue(asked: AskedValue, issue: SchemaIssue): readonly RunConfigError[] {
  if (issue.branches.length > 0) return explainUnion(asked, issue)
  if (isUndecided(asked, issue)) return []
  if (issue.unknownKeys.length > 0) return issue.unknownKeys.map((key) => unknownField(asked, issue.path, key))
  return [explainPlain(asked, issue)]
}

/** Keys that the schema does not know. Asked for by itself, because many schemas drop such keys without a word. */
function strayKeys(asked: AskedValue, value: unknown, shape: Shape, at: ConfigPath): RunConfigError[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => strayKeys(asked, item, shapeBelow(shape, index), [...at, index]))
  if (!isRecord(value) || shape.alternatives.length === 0) return []
  const { keys, closed } = knownKeys(shape)
  return Object.entries(value).flatMap(([key, inner]) => {
    if (closed && !keys.includes(key)) return [unknownField(asked, at, key)]
    return strayKeys(asked, inner, shapeBelow(shape, key), [...at, key])
  })
}

/** What is wrong with a config value: the schema's issues in the words of the run config, and the keys that it does not know. */
export function explainIssues(
  asked: AskedValue,
  issues: readonly SchemaIssue[],
  options: { readonly strayKeys: boolean } = { strayKeys: true },
): readonly RunConfigError[] {
  const stray = options.strayKeys ? strayKeys(asked, asked.value, asked.shape, []) : []
  const errors = [...issues.flatMap((issue) => explainIssue(asked, issue)), ...stray]
  const first = new Map<string, RunConfigError>()
  for (const error of errors) {
    const place = `${error.code} ${JSON.stringify(error.path)}`
    if (!first.has(place)) first.set(place, error)
  }
  return [...first.values()]
}
