import { createHash, hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { codecOf, decodeText } from '@pawl/codec'
import { type InputContext, outputLost, type StoredOutput } from '@pawl/core/plugin'
import { fileChunks, fingerprint } from './file-chunks.ts'
import { lazyStream } from './lazy-stream.ts'
import { lostOrBroken } from './lost-or-broken.ts'
import { SMALL_BYTES } from './write-small.ts'

type Upstream = InputContext['upstream']

const isWhatWasStored = (stored: StoredOutput, sha256: string): boolean => stored.sha256 === undefined || stored.sha256 === sha256

function readSmallText(upstream: Upstream): string {
  const text = readFileSync(upstream.stored.location, 'utf8')
  if (!isWhatWasStored(upstream.stored, hash('sha256', text))) throw outputLost(upstream, 'changed')
  return text
}

function readSmallBytes(upstream: Upstream): Uint8Array {
  // A copy: the Buffer may be a part of a pool, and `.buffer` is for whoever loads it.
  const bytes = new Uint8Array(readFileSync(upstream.stored.location))
  if (!isWhatWasStored(upstream.stored, hash('sha256', bytes))) throw outputLost(upstream, 'changed')
  return bytes
}

async function readLarge(upstream: Upstream, signal: AbortSignal): Promise<Uint8Array> {
  const { location, sizeBytes } = upstream.stored
  const { size } = await stat(location)
  if (sizeBytes !== undefined && size !== sizeBytes) throw outputLost(upstream, 'changed')
  const bytes = new Uint8Array(size)
  const digest = createHash('sha256')
  let filled = 0
  for await (const chunk of fileChunks(location, signal)) {
    if (filled + chunk.byteLength > size) throw outputLost(upstream, 'changed')
    digest.update(chunk)
    bytes.set(chunk, filled)
    filled += chunk.byteLength
  }
  if (filled !== size || !isWhatWasStored(upstream.stored, digest.digest('hex'))) throw outputLost(upstream, 'changed')
  return bytes
}

const asText = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')

/** Reads an output back, checked against its hash before any of it is given out. */
export async function readOutput({ upstream, signal }: InputContext): Promise<unknown> {
  signal.throwIfAborted()
  const codec = codecOf(upstream)
  const { location, sizeBytes } = upstream.stored
  const small = sizeBytes !== undefined && sizeBytes <= SMALL_BYTES
  try {
    if (codec === 'byte-stream') {
      const found = await fingerprint(location, signal)
      if (!isWhatWasStored(upstream.stored, found.sha256)) throw outputLost(upstream, 'changed')
      return lazyStream(upstream, found.sizeBytes, signal)
    }
    if (codec === 'bytes') return small ? readSmallBytes(upstream) : await readLarge(upstream, signal)
    return decodeText(codec, small ? readSmallText(upstream) : asText(await readLarge(upstream, signal)))
  } catch (error) {
    throw lostOrBroken(upstream, error)
  }
}
