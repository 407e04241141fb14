import { safeText } from './text.ts'

/** Reads a property of whatever was thrown: a getter or a proxy that throws is as good as absent. */
export function readThrown(thrown: unknown, key: string): unknown {
  try {
    return typeof thrown === 'object' && thrown !== null ? (thrown as Readonly<Record<string, unknown>>)[key] : undefined
  } catch {
    return undefined
  }
}

/** Whatever was thrown, in one line of text of at most 500 characters: `RangeError: out of reach`, or the value itself. */
export function describeThrown(thrown: unknown): string {
  try {
    const message = readThrown(thrown, 'message')
    const text = typeof message === 'string' ? `${String(readThrown(thrown, 'name') ?? 'Error')}: ${message}` : String(thrown)
    return safeText(text.replaceAll(/\s+/g, ' '), 500)
  } catch {
    return 'a value that cannot be shown'
  }
}
