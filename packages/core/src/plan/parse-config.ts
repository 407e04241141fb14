import type { AnySchema } from '../definition/schema.ts'
import { envReferences, redact, replaceReferences } from './env-reference.ts'
import { explainIssues } from './explain-issues.ts'
import { type ConfigPath, type RunConfigError, runConfigError, showConfigPath } from './run-config-error.ts'
import { askSchema, type SchemaAnswer } from './schema-issue.ts'
import { type Shape, shapeOf, UNKNOWN_SHAPE } from './schema-shape.ts'

/** A value of the run config and the schema it has to satisfy; `value` is undefined where the document says nothing. */
export interface ConfigValue {
  readonly schema: AnySchema
  readonly value: unknown
  readonly path: ConfigPath
  /** A value for an input rather than config: taken as it stands, with no `{ env }`, no default for nothing, and keys of its own. */
  readonly literal?: boolean
}

export type ParsedConfig =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errors: readonly RunConfigError[] }

interface Asked {
  readonly value: unknown
  readonly answer: SchemaAnswer
}

/**
 * Nothing given, or nothing behind the colon of a YAML key, is first of all an empty config: that is what gives the schema's
 * defaults. Schemas that take no object may still take nothing.
 */
function standIns(value: unknown): readonly unknown[] {
  if (value === undefined) return [{}, undefined]
  return value === null ? [null, {}, undefined] : [value]
}

async function checkLiteral({ schema, value, path }: ConfigValue): Promise<readonly RunConfigError[]> {
  const answer = await askSchema(schema, value)
  if (answer.kind === 'threw') return [threw(path, answer.message)]
  const asked = { path, value, absent: false, shape: answer.kind === 'wrong' ? shapeOf(schema) : UNKNOWN_SHAPE, unresolved: [] }
  return answer.kind === 'wrong' ? explainIssues(asked, answer.issues, { strayKeys: false }) : []
}

async function askFirst(schema: AnySchema, value: unknown): Promise<Asked> {
  let emptyConfig: Asked | undefined
  let last: Asked | undefined
  for (const candidate of standIns(value)) {
    last = { value: candidate, answer: await askSchema(schema, candidate) }
    if (last.answer.kind === 'right') return last
    if (typeof candidate === 'object' && candidate !== null) emptyConfig = last
  }
  return emptyConfig ?? last ?? { value, answer: { kind: 'right', value } }
}

function once(schema: AnySchema): () => Shape {
  let shape: Shape | undefined
  return () => {
    shape ??= shapeOf(schema)
    return shape
  }
}

const threw = (path: ConfigPath, message: string): RunConfigError =>
  runConfigError('INVALID_VALUE', path, { message: `${showConfigPath(path)}: the schema itself failed with ${message}` })

/**
 * What is wrong with a value, as far as can be told before `{ env }` is resolved: what the schema says of a reference, or of
 * anything that depends on one, is left to the worker.
 */
export async function checkConfig(given: ConfigValue): Promise<readonly RunConfigError[]> {
  if (given.literal === true) return checkLiteral(given)
  const { schema, value, path } = given
  const shape = once(schema)
  const unresolved = envReferences(value, shape)
  const asked = await askFirst(
    schema,
    replaceReferences(value, unresolved, ({ name }) => name),
  )
  if (asked.answer.kind === 'threw') return unresolved.length > 0 ? [] : [threw(path, asked.answer.message)]
  const absent = value === undefined || value === null
  const issues = asked.answer.kind === 'wrong' ? asked.answer.issues : []
  // A shape is only worth its making where there is something to explain, or a key that the schema may have dropped.
  if (issues.length === 0 && (typeof asked.value !== 'object' || absent)) return []
  return explainIssues({ path, value: asked.value, absent, shape: shape(), unresolved }, issues)
}

/**
 * Resolves `{ env }` and parses a value: defaults filled in, transforms applied. For the worker, whose environment `env` reads.
 * No message holds a value of the environment.
 */
export async function parseConfig(
  { schema, value, path }: ConfigValue,
  env: (name: string) => string | undefined,
): Promise<ParsedConfig> {
  const shape = once(schema)
  const references = envReferences(value, shape)
  const values = new Map(references.map(({ name }) => [name, env(name)]))
  const unset = references.filter(({ name }) => values.get(name) === undefined)
  if (unset.length > 0) return { ok: false, errors: unset.map(({ name, path: at }) => envNotSet(name, [...path, ...at])) }
  const asked = await askFirst(
    schema,
    replaceReferences(value, references, ({ name }) => values.get(name) ?? ''),
  )
  if (asked.answer.kind === 'right') return { ok: true, value: asked.answer.value }
  const absent = value === undefined || value === null
  const errors =
    asked.answer.kind === 'threw'
      ? [threw(path, asked.answer.message)]
      : explainIssues({ path, value: asked.value, absent, shape: shape(), unresolved: [] }, asked.answer.issues)
  const secrets = [...values.values()].filter((secret) => secret !== undefined)
  return { ok: false, errors: errors.map((error) => ({ ...error, message: redact(error.message, secrets) })) }
}

function envNotSet(name: string, path: ConfigPath): RunConfigError {
  const message = `${showConfigPath(path)} asks for the environment variable "${name}", which the worker does not have. Set it where the daemon is started.`
  return runConfigError('ENV_NOT_SET', path, { message, expected: 'an environment variable that is set' })
}
