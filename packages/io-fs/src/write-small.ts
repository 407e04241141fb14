import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { type Fingerprint, sha256Of } from '@pawl/codec'
import { type Directories, syncDirectory } from './directories.ts'
import { discard, publish } from './publish.ts'

/** Up to here calls that block take less time than the thread pool's round trips would. */
export const SMALL_BYTES: number = 256 * 1024

// With an encoding Node opens, writes and closes in one native call.
const NEW_FILE = { flag: 'wx', encoding: 'utf8' } as const

export interface WritePlan {
  readonly directory: string
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
  const { directory, temporary, final, directories, fsync } = plan
  const sha256 = sha256Of(content)
  try {
    directories.within(directory, () => (fsync ? writeSynced(temporary, content) : writeFileSync(temporary, content, NEW_FILE)))
    if (!publish(temporary, final)) {
      discard(temporary)
      if (sha256Of(readFileSync(final)) !== sha256) return 'taken'
    } else if (fsync) syncDirectory(directory)
  } catch (error) {
    discard(temporary)
    throw error
  }
  return { sizeBytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength, sha256 }
}
