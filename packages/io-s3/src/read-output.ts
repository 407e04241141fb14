import { checkedBytes, codecOf, decodeBytes, fingerprinting, fingerprintOf, isWhatWasStored } from '@pawl/codec'
import { type InputContext, outputLost } from '@pawl/core/plugin'
import { objectChunks } from './object-chunks.ts'
import type { ObjectReads, ObjectToRead } from './object-reads.ts'
import { fitsVersion } from './object-version.ts'
import { lostOrFailed, storedObject } from './stored-object.ts'

type Upstream = InputContext['upstream']

/** The last chunk is given out only once all of them have shown the recorded hash, so that what was altered has no end. */
async function* checkedChunks(
  upstream: Upstream,
  sizeBytes: number,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const passing = fingerprinting()
  let at = 0
  try {
    for await (const chunk of chunks) {
      passing.add(chunk)
      at += chunk.byteLength
      if (at === sizeBytes && !isWhatWasStored(upstream.stored, passing.result().sha256)) throw outputLost(upstream, 'changed')
      yield chunk
    }
  } catch (error) {
    throw lostOrFailed(upstream, error)
  }
}

/**
 * A stream that reads as it is consumed. The very version that was written is read once and checked on the way; another one
 * (the object was copied onto itself, or altered) is read and checked before any of it is given out.
 */
async function readStream(
  reads: ObjectReads,
  stored: ObjectToRead,
  { upstream, signal }: InputContext,
): Promise<ReadableStream<Uint8Array>> {
  const found = await reads.state(stored, signal)
  const { sizeBytes = found.sizeBytes } = upstream.stored
  if (found.sizeBytes !== sizeBytes) throw outputLost(upstream, 'changed')
  const reading = { reads, object: { ...stored, ...found }, sizeBytes, signal }
  if (!fitsVersion(upstream.stored.version, found)) {
    const { sha256 } = await fingerprintOf(objectChunks(reading))
    if (!isWhatWasStored(upstream.stored, sha256)) throw outputLost(upstream, 'changed')
  }
  return ReadableStream.from(checkedChunks(upstream, sizeBytes, objectChunks(reading)))
}

/** Reads an output back, checked against its hash. */
export async function readOutput(reads: ObjectReads, context: InputContext): Promise<unknown> {
  const { upstream, signal } = context
  signal.throwIfAborted()
  const codec = codecOf(upstream)
  const object = storedObject(upstream)
  if (object === undefined) throw outputLost(upstream, 'missing', new Error('That is no location of an S3 object.'))
  try {
    if (codec === 'byte-stream') return await readStream(reads, object, context)
    const sizeBytes = upstream.stored.sizeBytes ?? (await reads.state(object, signal)).sizeBytes
    return decodeBytes(codec, await checkedBytes(upstream, sizeBytes, objectChunks({ reads, object, sizeBytes, signal })))
  } catch (error) {
    throw lostOrFailed(upstream, error)
  }
}
