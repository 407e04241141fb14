import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { checkedBytes, codecOf, decodeBytes, decodeText, fingerprintOf, isWhatWasStored, sha256Of } from '@pawl/codec'
import { type InputContext, outputLost } from '@pawl/core/plugin'
import { fileChunks } from './file-chunks.ts'
import { lazyStream } from './lazy-stream.ts'
import { lostOrBroken } from './lost-or-broken.ts'
import { SMALL_BYTES } from './write-small.ts'

type Upstream = InputContext['upstream']

function readSmallText(upstream: Upstream): string {
  const text = readFileSync(upstream.stored.location, 'utf8')
  if (!isWhatWasStored(upstream.stored, sha256Of(text))) throw outputLost(upstream, 'changed')
  return text
}

function readSmallBytes(upstream: Upstream): Uint8Array {
  // A copy: the Buffer may be a part of a pool, and `.buffer` is for whoever loads it.
  const bytes = new Uint8Array(readFileSync(upstream.stored.location))
  if (!isWhatWasStored(upstream.stored, sha256Of(bytes))) throw outputLost(upstream, 'changed')
  return bytes
}

async function readLarge(upstream: Upstream, signal: AbortSignal): Promise<Uint8Array> {
  const { location, sizeBytes } = upstream.stored
  const { size } = await stat(location)
  if (sizeBytes !== undefined && size !== sizeBytes) throw outputLost(upstream, 'changed')
  return checkedBytes(upstream, size, fileChunks(location, signal))
}

/** Reads an output back, checked against its hash before any of it is given out. */
export async function readOutput({ upstream, signal }: InputContext): Promise<unknown> {
  signal.throwIfAborted()
  const codec = codecOf(upstream)
  const { location, sizeBytes } = upstream.stored
  const small = sizeBytes !== undefined && sizeBytes <= SMALL_BYTES
  try {
    if (codec === 'byte-stream') {
      const found = await fingerprintOf(fileChunks(location, signal))
      if (!isWhatWasStored(upstream.stored, found.sha256)) throw outputLost(upstream, 'changed')
      return lazyStream(upstream, found.sizeBytes, signal)
    }
    if (!small) return decodeBytes(codec, await readLarge(upstream, signal))
    return codec === 'bytes' ? readSmallBytes(upstream) : decodeText(codec, readSmallText(upstream))
  } catch (error) {
    throw lostOrBroken(upstream, error)
  }
}
