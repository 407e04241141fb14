import { createHash, hash } from 'node:crypto'
import type { StoredOutput } from '@pawl/core/plugin'

/** What tells whether an output still is what was stored: its length in bytes and its hash in lower-case hexadecimal. */
export interface Fingerprint {
  readonly sizeBytes: number
  readonly sha256: string
}

export const sha256Of = (content: string | Uint8Array): string => hash('sha256', content)

export interface Fingerprinting {
  add(chunk: Uint8Array): void
  /** To be asked once, at the end. */
  result(): Fingerprint
}

/** The fingerprint of bytes that pass by. */
export function fingerprinting(): Fingerprinting {
  const digest = createHash('sha256')
  let sizeBytes = 0
  return {
    add(chunk) {
      digest.update(chunk)
      sizeBytes += chunk.byteLength
    },
    result: () => ({ sizeBytes, sha256: digest.digest('hex') }),
  }
}

/** The fingerprint of all chunks, read to their end. */
export async function fingerprintOf(chunks: AsyncIterable<Uint8Array>): Promise<Fingerprint> {
  const passing = fingerprinting()
  for await (const chunk of chunks) passing.add(chunk)
  return passing.result()
}

/** Whether content with this hash is what the record speaks of; a record without a hash is believed. */
export const isWhatWasStored = ({ sha256 }: Pick<StoredOutput, 'sha256'>, found: string): boolean =>
  sha256 === undefined || sha256 === found
