import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { isRecord, type JsonObject, type JsonValue } from '@pawl/core/plugin'
import { parseDocument } from 'yaml'
import { usageError } from '../command-context.ts'
import type { Assignment } from './launch-options.ts'

const MOST_ALIASES = 100

/** @throws FrameworkError USAGE, in YAML's own words */
function parse(yaml: string, what: string): unknown {
  const document = parseDocument(yaml, { prettyErrors: true, stringKeys: true })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) throw usageError(`${what} cannot be read: ${problem.message.trimEnd()}`)
  return document.toJS({ maxAliasCount: MOST_ALIASES })
}

async function readText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error)
    throw usageError(`The run config "${file}" cannot be read: ${why}.`)
  }
}

async function readFileConfig(file: string): Promise<JsonObject> {
  const what = file === '-' ? 'The run config from stdin' : `The run config "${file}"`
  const value = parse(await readText(file), what)
  if (value === null || value === undefined) return {}
  if (!isRecord(value)) throw usageError(`${what} must be an object, such as "ops: { … }".`)
  return value as JsonObject
}

function replaced(list: readonly JsonValue[], key: string, change: (before: JsonValue | undefined) => JsonValue): JsonValue[] {
  const index = /^\d+$/.test(key) ? Number(key) : Number.NaN
  if (!(index <= list.length))
    throw usageError(`--set names "${key}" in a list of ${list.length}: give an index up to ${list.length}.`)
  return list.toSpliced(index, 1, change(list[index]))
}

/** The value with one place in it set; what is on the way there is made where it is missing. */
function withValue(before: JsonValue | undefined, [key, ...rest]: readonly string[], value: JsonValue): JsonValue {
  if (key === undefined) return value
  const change = (inner: JsonValue | undefined): JsonValue => withValue(inner, rest, value)
  if (Array.isArray(before)) return replaced(before, key, change)
  const object: JsonObject = isRecord(before) ? (before as JsonObject) : {}
  return { ...object, [key]: change(Object.hasOwn(object, key) ? object[key] : undefined) }
}

/**
 * The run config of a launch: that of `--config`, or `base` without one, with every `--set` laid over it, in order. Values are YAML, so that `5`, `true` and
 * `[a, b]` are what they look like.
 * @throws FrameworkError USAGE
 */
export async function readConfig(
  file: string | undefined,
  assignments: readonly Assignment[],
  base: JsonObject = {},
): Promise<JsonObject> {
  let config: JsonValue = file === undefined ? base : await readFileConfig(file)
  for (const { path, text: written } of assignments) {
    const value = parse(written, `The value of --set ${path.join('.')}`)
    config = withValue(config, path, (value ?? null) as JsonValue)
  }
  return config as JsonObject
}
