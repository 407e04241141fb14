import { hash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Directories, syncDirectory } from './directories.ts'
import type { Fingerprint } from './file-chunks.ts'
import { discard, publish } from './publish.ts'

/** Up to here calls that block take less time than the thread pool's round trips would. */
export const SMALL_BYTES: number = 256 * 1024

export interface WritePlan {
  readonly temporary: string
  readonly final: string
  readonly directories: Directories
  readonly fsync: boolean
}

/** What became of a write: `taken` when another content lies at the final name. */
export type Written = Fingerprint | 'taken'

function writeSynced(path: string, content: string | Uint8Array): void {
  const descriptor = openSync(path, 'wx')
  try {
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Writes a small output in one go, without waiting for anything else. */
export function writeSmall(plan: WritePlan, content: string | Uint8Array): Written {
  const { temporary, final, directories, fsync } = plan
  const sha256 = hash('sha256', content)
  try {
    directories.within(dirname(final), () =>
      fsync ? writeSynced(temporary, content) : writeFileSync(temporary, content, { flag: 'wx' }),
    )
    if (!publish(temporary, final)) {
      discard(temporary)
      if (hash('sha256', readFileSync(final)) !== sha256) return 'taken'
    } else if (fsync) syncDirectory(dirname(final))
  } catch (error) {
    discard(temporary)
    throw error
  }
  return { sizeBytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength, sha256 }
}
