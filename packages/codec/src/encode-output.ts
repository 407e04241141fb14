import {
  byteChunks,
  findUnserialisable,
  isByteStream,
  isFrameworkError,
  type OutputContext,
  outputNotSerialisable,
} from '@pawl/core/plugin'
import { devalueText } from './devalue-text.ts'
import { jsonText } from './json-text.ts'
import { isPlainJson } from './plain-json.ts'

/** How an output is written; kept in its StoredOutput, so a name is never given another meaning. */
export type Codec = 'json' | 'devalue' | 'text' | 'bytes' | 'byte-stream'

/** What to write, and the extension (without a dot) that tells people and programs what it is. */
export type EncodedOutput =
  | { readonly codec: 'json' | 'devalue' | 'text'; readonly extension: 'json' | 'devalue.json' | 'txt'; readonly text: string }
  | { readonly codec: 'bytes'; readonly extension: 'bin'; readonly bytes: Uint8Array }
  /** Can be read once, chunk by chunk; the chunks end with an error where the output cannot be stored or its signal aborts. */
  | { readonly codec: 'byte-stream'; readonly extension: 'bin'; readonly chunks: AsyncIterable<Uint8Array> }

const isBytes = (value: unknown): value is Uint8Array => Object.prototype.toString.call(value) === '[object Uint8Array]'

function structured(context: OutputContext, value: unknown): EncodedOutput {
  if (isPlainJson(value)) return { codec: 'json', extension: 'json', text: jsonText(value) }
  const found = findUnserialisable(value)
  if (found !== undefined) throw outputNotSerialisable(context, found)
  return { codec: 'devalue', extension: 'devalue.json', text: devalueText(value) }
}

// What remains once the value itself was looked at: a text over the engine's limit, a member named `__proto__` beside a Date.
function refused(context: OutputContext, error: unknown): unknown {
  if (isFrameworkError(error)) return error
  if (error instanceof RangeError)
    return outputNotSerialisable(
      context,
      { path: '$', what: 'more than one text can hold (about 512 MB); make it a stream of bytes' },
      error,
    )
  if (error instanceof Error && error.name === 'DevalueError') {
    const path = `$${(error as { path?: unknown }).path ?? ''}`
    return outputNotSerialisable(context, { path, what: `refused (${error.message})` }, error)
  }
  return error
}

/**
 * Chooses the codec of a value and encodes it: text as it is, bytes and byte streams as they are, JSON where the value is
 * JSON, devalue (JSON in a shape that keeps Date, Map, Set, BigInt, undefined, cycles …) for what is not.
 * Throws OUTPUT_NOT_SERIALISABLE, naming the path inside the value.
 */
export function encodeOutput(context: OutputContext, value: unknown): EncodedOutput {
  // A lone surrogate has no UTF-8; JSON escapes it.
  if (typeof value === 'string' && value.isWellFormed()) return { codec: 'text', extension: 'txt', text: value }
  if (isBytes(value)) return { codec: 'bytes', extension: 'bin', bytes: value }
  if (isByteStream(value)) return { codec: 'byte-stream', extension: 'bin', chunks: byteChunks(context, value) }
  try {
    return structured(context, value)
  } catch (error) {
    throw refused(context, error)
  }
}
