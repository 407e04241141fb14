import { isRecord } from '../foundation/json.ts'
import type { ConfigPath } from './run-config-error.ts'
import { knownKeys, type Shape, shapeAt } from './schema-shape.ts'

/** `{ env: 'NAME' }` somewhere in a config, which stands for a text of the worker's environment. */
export interface EnvReference {
  readonly name: string
  /** From the root of the config it is in. */
  readonly path: ConfigPath
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (!isRecord(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function namedVariable(value: unknown): string | undefined {
  if (!isPlain(value)) return undefined
  const [key, ...more] = Object.keys(value)
  const name = value['env']
  return key === 'env' && more.length === 0 && typeof name === 'string' && name !== '' ? name : undefined
}

function find(value: unknown, path: ConfigPath): EnvReference[] {
  const name = namedVariable(value)
  if (name !== undefined) return [{ name, path }]
  if (Array.isArray(value)) return value.flatMap((item, index) => find(item, [...path, index]))
  return isPlain(value) ? Object.entries(value).flatMap(([key, inner]) => find(inner, [...path, key])) : []
}

/**
 * The references in a config. An object with the one key `env` is none where the schema itself asks for an object with that key;
 * `shape` is only looked at when that has to be told.
 */
export function envReferences(config: unknown, shape: () => Shape): readonly EnvReference[] {
  const candidates = find(config, [])
  return candidates.length === 0 ? [] : candidates.filter(({ path }) => !knownKeys(shapeAt(shape(), path)).keys.includes('env'))
}

/** The config with other values in the place of its references. */
export function replaceReferences(
  config: unknown,
  references: readonly EnvReference[],
  textOf: (reference: EnvReference) => string,
): unknown {
  if (references.length === 0) return config
  const replacements = new Map(references.map((reference) => [JSON.stringify(reference.path), reference]))
  const replace = (value: unknown, path: ConfigPath): unknown => {
    const reference = replacements.get(JSON.stringify(path))
    if (reference !== undefined) return textOf(reference)
    if (Array.isArray(value)) return value.map((item, index) => replace(item, [...path, index]))
    if (!isPlain(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner, [...path, key])]))
  }
  return replace(config, [])
}

/**
 * Takes values of the environment out of a text that may be shown. Short ones only where they stand alone, because taking
 * every "1" out of a sentence hides nothing and leaves nothing.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  let redacted = text
  const longestFirst = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length)
  for (const secret of longestFirst) {
    const literal = secret.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    redacted = redacted.replaceAll(secret.length < 4 ? new RegExp(`(?<!\\w)${literal}(?!\\w)`, 'g') : secret, () => '***')
  }
  return redacted
}
