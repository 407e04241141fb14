import { existsSync, linkSync, renameSync, rmSync, unlinkSync } from 'node:fs'

/** Removes a temporary file whose output will not be; that it is gone already is fine. */
export const discard = (temporary: string): void => rmSync(temporary, { force: true })

/**
 * Gives a finished temporary file its final name in the same directory, at once and whole, or answers false when another
 * file has that name: a hard link fails there, where a rename would replace. What has no hard links (FAT, some network
 * file systems) gets a look and a rename: two writers of one output at the same instant are then found on load, by hash.
 */
export function publish(temporary: string, final: string, link: typeof linkSync = linkSync): boolean {
  try {
    link(temporary, final)
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST' || existsSync(final)) return false
    renameSync(temporary, final)
    return true
  }
  unlinkSync(temporary)
  return true
}
