import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes an entry of a directory survive a power cut. Windows has no such call and needs none. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function makeDirectory(directory: string, fsync: boolean): void {
  const firstMade = mkdirSync(directory, { recursive: true })
  if (!fsync || firstMade === undefined) return
  const outermost = dirname(firstMade)
  for (let parent = dirname(directory); ; parent = dirname(parent)) {
    syncDirectory(parent)
    if (parent === outermost || parent === dirname(parent)) return
  }
}

export interface Directories {
  /** Runs `write`, which needs the directory; makes it first unless it is known to be there, and again if it vanished. */
  within<T>(directory: string, write: () => T): T
}

/** Enough for the steps that write at the same time; a mapped step has a directory of its own, so remembering all would be waste. */
const REMEMBERED = 256

export const isMissing = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | undefined)?.code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** Remembers which directories it made, so that the items of a dynamic output pay for theirs once. */
export function directories(fsync: boolean): Directories {
  const made = new Set<string>()
  const make = (directory: string): void => {
    makeDirectory(directory, fsync)
    if (made.size >= REMEMBERED) made.clear()
    made.add(directory)
  }
  return {
    within(directory, write) {
      if (!made.has(directory)) make(directory)
      try {
        return write()
      } catch (error) {
        if (!isMissing(error)) throw error
        // Somebody tidied up: retention, or a person.
        make(directory)
        return write()
      }
    },
  }
}
