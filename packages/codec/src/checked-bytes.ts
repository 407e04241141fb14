import { type InputContext, outputLost } from '@pawl/core/plugin'
import { fingerprinting, isWhatWasStored } from './fingerprint.ts'

/**
 * The bytes of a stored output in one piece, of which `sizeBytes` were found. Throws OUTPUT_LOST when the chunks are more or
 * less than that, or do not have the recorded hash.
 */
export async function checkedBytes(
  upstream: InputContext['upstream'],
  sizeBytes: number,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes)
  const passing = fingerprinting()
  let filled = 0
  for await (const chunk of chunks) {
    if (filled + chunk.byteLength > sizeBytes) throw outputLost(upstream, 'changed')
    passing.add(chunk)
    bytes.set(chunk, filled)
    filled += chunk.byteLength
  }
  if (filled !== sizeBytes || !isWhatWasStored(upstream.stored, passing.result().sha256)) throw outputLost(upstream, 'changed')
  return bytes
}
