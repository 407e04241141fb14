import { type InputContext, outputLost } from '@pawl/core/plugin'
import { isMissing } from './directories.ts'

// The first is what reading a directory gives; the others mean that the file has grown past what was ever written.
const NOT_WHAT_WAS_WRITTEN: ReadonlySet<unknown> = new Set(['EISDIR', 'ERR_FS_FILE_TOO_LARGE', 'ERR_STRING_TOO_LONG'])

/** Turns what the file system says into a lost output where it is one; a disk that cannot be read is an error of its own. */
export function lostOrBroken(upstream: InputContext['upstream'], error: unknown): unknown {
  if (isMissing(error)) return outputLost(upstream, 'missing', error)
  return NOT_WHAT_WAS_WRITTEN.has((error as { code?: unknown } | undefined)?.code)
    ? outputLost(upstream, 'changed', error)
    : error
}
