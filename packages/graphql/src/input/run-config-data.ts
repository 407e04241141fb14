import { isRecord, type JsonObject } from '@pawl/core/plugin'
import { parseDocument } from 'yaml'

/** An error of the config's content, or of the text it was written in. */
export interface ConfigFault {
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
  readonly expected: string | null
  readonly didYouMean: string | null
}

export type ReadRunConfig =
  | { readonly ok: true; readonly config: JsonObject }
  | { readonly ok: false; readonly errors: readonly ConfigFault[] }

const MOST_ERRORS = 20
/** Aliases repeat what they name: more than this and a short text stands for a document that fills the memory. */
const MOST_ALIASES = 100

const fault = (code: string, message: string, expected: string | null = null): ConfigFault => ({
  path: [],
  code,
  message,
  expected,
  didYouMean: null,
})

const refused = (...errors: readonly ConfigFault[]): ReadRunConfig => ({ ok: false, errors })

const notAnObject = (): ReadRunConfig =>
  refused(fault('NOT_AN_OBJECT', 'The run config must be an object, such as "ops: { … }".', 'object'))

/** A copy through JSON: it breaks what aliases share, and shows what JSON cannot hold. */
function asJson(value: unknown): ReadRunConfig {
  const odd: string[] = []
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) odd.push(key)
    return inner
  })
  if (odd.length > 0)
    return refused(...odd.map((key) => fault('INVALID_VALUE', `"${key}" is no finite number.`, 'a finite number')))
  return { ok: true, config: JSON.parse(text) as JsonObject }
}

function readText(text: string): ReadRunConfig {
  const document = parseDocument(text, { prettyErrors: true, stringKeys: true })
  const problems = [...document.errors, ...document.warnings]
  if (problems.length > 0) {
    return refused(...problems.slice(0, MOST_ERRORS).map(({ message }) => fault('SYNTAX_ERROR', message.trimEnd())))
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    if (value === null || value === undefined) return { ok: true, config: {} }
    return isRecord(value) ? asJson(value) : notAnObject()
  } catch (error) {
    return refused(fault('SYNTAX_ERROR', error instanceof Error ? error.message : 'This YAML cannot be read.'))
  }
}

/** Reads a run config that came as an object, or as YAML or JSON text; nothing at all is an empty one. */
export function readRunConfig(data: unknown): ReadRunConfig {
  if (data === null || data === undefined) return { ok: true, config: {} }
  if (typeof data === 'string') return readText(data)
  return isRecord(data) ? asJson(data) : notAnObject()
}
