import { readThrown } from '../foundation/thrown.ts'
import type { RetryConditionFact } from './retry-condition.ts'

/** Why an attempt's signal was aborted, if it was: told by whoever aborted it, since the error it ends with can be anything. */
export type AbortCause = 'canceled' | 'timed-out'

/** What a retry decision has to know about how an attempt ended; plain data, so that a decision can be replayed. */
export type FailureFacts =
  | { readonly kind: 'canceled' }
  /** Raised by the framework about the definition or its values: another attempt would end the same way. */
  | { readonly kind: 'framework'; readonly code: string }
  /** `Failure` with `allowRetries: false`. */
  | { readonly kind: 'permanent' }
  /** `RetryRequested`. */
  | { readonly kind: 'retry-requested'; readonly maxRetries?: number; readonly delaySeconds?: number }
  | { readonly kind: 'timed-out' | 'error'; readonly condition: RetryConditionFact }

/** Codes of framework errors that no further attempt can cure. Others are judged by the policy like any error. */
export const UNRETRIED_CODES: ReadonlySet<string> = new Set([
  'TYPE_CHECK_FAILED',
  'MISSING_OUTPUT',
  'UNKNOWN_OUTPUT',
  'INVALID_OUTPUT',
  'INVALID_MAPPING_KEY',
  'DUPLICATE_MAPPING_KEY',
  'INVALID_CONFIG',
  'INVALID_METADATA',
  'OUTPUT_NOT_SERIALISABLE',
  'OUTPUT_OUTSIDE_BASE',
  'UNKNOWN_RESOURCE',
  'UNKNOWN_IO_MANAGER',
  // Only another attempt of the step that wrote it can bring it back.
  'OUTPUT_LOST',
])

const numberOf = <Key extends string>(thrown: unknown, key: Key): { readonly [K in Key]?: number } => {
  const value = readThrown(thrown, key)
  return (value === undefined ? {} : { [key]: typeof value === 'number' ? value : Number.NaN }) as {
    readonly [K in Key]?: number
  }
}

/**
 * Tells what was thrown, by `name` and `code`: a user's package may hold another copy of the error classes. Undefined for an
 * ordinary error, which the policy and its `retryIf` judge.
 */
export function namedFailure(thrown: unknown): FailureFacts | undefined {
  const name = readThrown(thrown, 'name')
  if (name === 'FrameworkError') {
    const code = readThrown(thrown, 'code')
    // What a resource's own code has thrown counts as if the op had thrown it.
    if (code === 'RESOURCE_INIT_FAILED') return namedFailure(readThrown(thrown, 'cause'))
    // It is what its init threw that tells whether another attempt can help.
    if (code === 'RESOURCE_INIT_FAILED') return namedFailure(readThrown(thrown, 'cause'))
    return typeof code === 'string' && UNRETRIED_CODES.has(code) ? { kind: 'framework', code } : undefined
  }
  if (name === 'Failure') return readThrown(thrown, 'allowRetries') === false ? { kind: 'permanent' } : undefined
  if (name === 'RetryRequested') {
    return { kind: 'retry-requested', ...numberOf(thrown, 'maxRetries'), ...numberOf(thrown, 'delaySeconds') }
  }
  return undefined
}
