import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isProcessAlive } from './process-liveness.ts'

/** A fresh file name that tells which process it is for: when that is gone, the file can go too. */
export const ownedName = (): string => `${process.pid}-${randomBytes(6).toString('hex')}`

const OWNED = /^(\d+)-[0-9a-f]{12}\./

/** The process that a file is for, by its name. */
export function ownerOf(name: string): number | undefined {
  const owner = OWNED.exec(name)?.[1]
  return owner === undefined ? undefined : Number(owner)
}

/** Removes files of processes that ended without doing so themselves: they were killed, or the machine went down. */
export function removeLeftovers(directory: string, isKept: (name: string) => boolean = () => false): void {
  for (const name of listNames(directory)) {
    const owner = ownerOf(name)
    if (owner !== undefined && !isProcessAlive(owner) && !isKept(name)) rmSync(join(directory, name), { force: true })
  }
}

function listNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
