import { open } from 'node:fs/promises'

export const CHUNK_BYTES: number = 1024 * 1024

/** The bytes of a file in order. Each chunk is valid only until the next is asked for: they share one buffer. */
export async function* fileChunks(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const buffer = new Uint8Array(CHUNK_BYTES)
  const handle = await open(path, 'r')
  try {
    for (;;) {
      signal.throwIfAborted()
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}
