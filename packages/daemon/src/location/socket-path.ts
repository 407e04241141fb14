import { hash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { FrameworkError } from '@pawl/core/plugin'
import { ownedName } from '../home/leftovers.ts'

/**
 * Where the local sockets of a home lie: in the temporary folder, since a socket's path may have only some hundred bytes and a project can
 * lie anywhere. The folder is for this user only.
 * @throws FrameworkError SOCKET_FOLDER_UNSAFE when somebody else has made it
 */
export function socketDirectory(home: string): string {
  const { uid } = userInfo()
  const directory = join(tmpdir(), `pawl-${uid}-${hash('sha256', home).slice(0, 12)}`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const found = lstatSync(directory)
  const isOurs = found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0
  if (isOurs) return directory
  throw new FrameworkError('SOCKET_FOLDER_UNSAFE', {
    message: `The folder "${directory}" must belong to this user and be closed to others, since workers are reached through it. Remove it, or set TMPDIR to another folder.`,
    details: { directory },
  })
}

export const newSocketPath = (home: string): string => join(socketDirectory(home), `${ownedName()}.sock`)
