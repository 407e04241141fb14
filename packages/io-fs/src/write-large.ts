import { closeSync, openSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Fingerprint, fingerprinting, fingerprintOf } from '@pawl/codec'
import { syncDirectory } from './directories.ts'
import { fileChunks } from './file-chunks.ts'
import { discard, publish } from './publish.ts'
import type { WritePlan, Written } from './write-small.ts'

async function writeChunks(
  handle: FileHandle,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Fingerprint> {
  const passing = fingerprinting()
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    passing.add(chunk)
    await handle.appendFile(chunk)
  }
  signal.throwIfAborted()
  return passing.result()
}

async function writeTemporary(
  { directory, temporary, directories, fsync }: WritePlan,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Fingerprint> {
  directories.within(directory, () => closeSync(openSync(temporary, 'wx')))
  const handle = await open(temporary, 'a')
  try {
    const written = await writeChunks(handle, chunks, signal)
    if (fsync) await handle.sync()
    return written
  } finally {
    await handle.close()
  }
}

/** Writes an output chunk by chunk, holding one of them in memory; an abort or an error leaves nothing behind. */
export async function writeLarge(
  plan: WritePlan,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Written> {
  const { directory, temporary, final, fsync } = plan
  try {
    const written = await writeTemporary(plan, chunks, signal)
    signal.throwIfAborted()
    if (!publish(temporary, final)) {
      discard(temporary)
      return (await fingerprintOf(fileChunks(final, signal))).sha256 === written.sha256 ? written : 'taken'
    }
    if (fsync) syncDirectory(directory)
    return written
  } catch (error) {
    discard(temporary)
    throw error
  }
}
