import { hash, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * A fresh path for a local socket. Sockets lie in the temporary folder, since a socket's path may have only some hundred bytes and a project
 * can lie anywhere; the folder is for this user only.
 */
export function newSocketPath(home: string): string {
  const directory = join(tmpdir(), `pawl-${userInfo().uid}-${hash('sha256', home).slice(0, 12)}`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return join(directory, `${randomBytes(6).toString('hex')}.sock`)
}
