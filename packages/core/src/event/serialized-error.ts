import type { Metadata } from '../definition/metadata.ts'
import { safeText } from '../foundation/text.ts'

/** An error as the log keeps it: text only, at most eight causes deep. */
export interface SerializedError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly metadata?: Metadata
  readonly cause?: SerializedError
}

const DEEPEST_CAUSE = 8
const LONGEST_MESSAGE = 8 * 1024

const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? safeText(String(value), LONGEST_MESSAGE) : undefined

/** Reads a property of something user code threw: a getter or a proxy that throws must not hide the failure itself. */
function read(value: object, key: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[key]
  } catch {
    return undefined
  }
}

function describeThrown(thrown: unknown): string {
  try {
    return typeof thrown === 'object' ? (JSON.stringify(thrown) ?? String(thrown)) : String(thrown)
  } catch {
    return 'a value that cannot be shown'
  }
}

/** Anything can be thrown; whatever it is becomes an error that can be stored and shown. */
export function serializeError(thrown: unknown, depth = 0): SerializedError {
  if (typeof thrown !== 'object' || thrown === null || read(thrown, 'message') === undefined) {
    return { name: 'Thrown', message: safeText(describeThrown(thrown), LONGEST_MESSAGE) }
  }
  const code = optionalText(read(thrown, 'code'))
  const stack = optionalText(read(thrown, 'stack'))
  const cause = read(thrown, 'cause')
  return {
    name: optionalText(read(thrown, 'name')) ?? 'Error',
    message: optionalText(read(thrown, 'message')) ?? '',
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined || cause === null || depth >= DEEPEST_CAUSE ? {} : { cause: serializeError(cause, depth + 1) }),
  }
}
