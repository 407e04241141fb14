import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Tells this machine's disk from another's: 12 hexadecimal digits that stay the same across restarts. */
export function hostId(): string {
  return hash('sha256', `${machineId()}\n${hostname()}`).slice(0, 12)
}

function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim()
  } catch {
    // Not every system has one; the host's name alone has to do.
    return ''
  }
}
