import { rmdirSync, rmSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { outputOutsideBase } from '@pawl/codec'
import type { InputContext } from '@pawl/core/plugin'

const isInside = (base: string, path: string): boolean => {
  const way = relative(base, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Removes the directories that the deleted output leaves empty, up to the base. */
function removeEmpty(base: string, directory: string): void {
  for (let path = directory; isInside(base, path); path = dirname(path)) {
    try {
      rmdirSync(path)
    } catch {
      // Something else lies there, or somebody was faster: either way the rest is not ours to remove.
      return
    }
  }
}

/** Deletes an output that this manager wrote; a record that points anywhere else is an error of code OUTPUT_OUTSIDE_BASE. */
export function deleteStored(base: string, { upstream }: InputContext): void {
  const path = resolve(upstream.stored.location)
  if (!isInside(base, path)) throw outputOutsideBase(upstream, base)
  rmSync(path, { force: true })
  removeEmpty(base, dirname(path))
}
