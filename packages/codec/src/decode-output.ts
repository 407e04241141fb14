import { FrameworkError, type InputContext } from '@pawl/core/plugin'
import { devalueValue } from './devalue-text.ts'
import type { Codec } from './encode-output.ts'

const CODECS: readonly string[] = ['json', 'devalue', 'text', 'bytes', 'byte-stream'] satisfies readonly Codec[]

const isCodec = (name: string | undefined): name is Codec => name !== undefined && CODECS.includes(name)

/** The codec a stored output was written with. Throws UNKNOWN_CODEC for one of another manager or of a newer Pawl. */
export function codecOf(upstream: InputContext['upstream']): Codec {
  const { codec, location } = upstream.stored
  if (isCodec(codec)) return codec
  throw new FrameworkError('UNKNOWN_CODEC', {
    message: `The output at ${location} was written with the codec "${codec ?? 'none'}", which this version does not know. Read it with the I/O manager and the version that wrote it.`,
    details: { stepKey: upstream.stepKey, output: upstream.output, codec: codec ?? null, location },
  })
}

/** The value of a text that was checked against its hash before. */
export function decodeText(codec: 'json' | 'devalue' | 'text', text: string): unknown {
  if (codec === 'text') return text
  return codec === 'json' ? JSON.parse(text) : devalueValue(text)
}

/** The value of bytes that were checked against their hash before; the bytes are given away, not copied. */
export function decodeBytes(codec: Exclude<Codec, 'byte-stream'>, bytes: Uint8Array): unknown {
  if (codec === 'bytes') return bytes
  return decodeText(codec, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}
