import { open } from 'node:fs/promises'
import { type InputContext, outputLost } from '@pawl/core/plugin'
import { CHUNK_BYTES } from './file-chunks.ts'
import { lostOrBroken } from './lost-or-broken.ts'

type Upstream = InputContext['upstream']

async function readChunk(upstream: Upstream, at: number, sizeBytes: number): Promise<Uint8Array> {
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, sizeBytes - at))
  const handle = await open(upstream.stored.location, 'r')
  try {
    const { bytesRead } = await handle.read(chunk, 0, chunk.byteLength, at)
    if (bytesRead === 0) throw outputLost(upstream, 'changed')
    return chunk.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/**
 * A stream of a file's bytes that reads a chunk only when it is asked for one. The file is open only meanwhile, so a
 * consumer may stop anywhere, without a word, and nothing is left open.
 */
export function lazyStream(upstream: Upstream, sizeBytes: number, signal: AbortSignal): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        signal.throwIfAborted()
        if (at === sizeBytes) return controller.close()
        try {
          const chunk = await readChunk(upstream, at, sizeBytes)
          at += chunk.byteLength
          controller.enqueue(chunk)
        } catch (error) {
          throw lostOrBroken(upstream, error)
        }
      },
    },
    { highWaterMark: 0 },
  )
}
