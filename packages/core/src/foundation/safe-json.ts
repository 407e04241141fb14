import type { JsonValue } from './json.ts'
import { safeText } from './text.ts'

// Deeper values are a mistake, and would overflow the stack of one reader or another.
const DEEPEST = 64

const unlimited = (text: string): string => safeText(text, Number.MAX_SAFE_INTEGER)

function entryOf(value: object, key: string, above: readonly object[]): JsonValue | undefined {
  try {
    return convert((value as Readonly<Record<string, unknown>>)[key], above)
  } catch {
    // A getter, a proxy or a toJSON that throws.
    return '[unreadable]'
  }
}

function convertObject(value: object, above: readonly object[]): JsonValue | undefined {
  if (above.includes(value)) return '[circular]'
  if (above.length >= DEEPEST) return '[nested too deep]'
  const path = [...above, value]
  if (Array.isArray(value)) return Array.from(value, (_, index) => entryOf(value, String(index), path) ?? null)
  const { toJSON } = value as { readonly toJSON?: unknown }
  if (typeof toJSON === 'function') return convert(toJSON.call(value), path)
  return Object.fromEntries(
    Object.keys(value).flatMap((key) => {
      const entry = entryOf(value, key, path)
      return entry === undefined ? [] : [[unlimited(key), entry]]
    }),
  )
}

function convert(value: unknown, above: readonly object[]): JsonValue | undefined {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return unlimited(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'object' ? convertObject(value, above) : undefined
}

/**
 * JSON that every database and every reader takes, made of anything at all; never throws. As JSON.stringify does it, but numbers
 * that JSON does not have and BigInts become text, all text is well-formed (see {@link safeText}), and cycles and what cannot be read are
 * replaced by a word that says so.
 */
export function safeJson(value: unknown): JsonValue {
  try {
    return convert(value, []) ?? null
  } catch {
    return '[unreadable]'
  }
}
