import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isRecord } from '@pawl/core/plugin'

/** What is noted of a location process beside its socket, for whoever finds it without its supervisor. */
export interface ProcessRecord {
  readonly pid: number
  /** It stands in the process's command line and is random: a process without it is another one that was given the same id. */
  readonly socketPath: string
  /** Of the supervisor whose worker it is; null for a code host. */
  readonly supervisorId: string | null
}

/** A variable that a location process is started with, and so is whatever it starts: by it that is known when the process itself is gone. */
export const PROCESS_VARIABLE = 'PAWL_PROCESS'

export const processVariable = (socketPath: string): string => basename(socketPath, '.sock')

const recordPath = (socketPath: string): string => socketPath.replace(/\.sock$/, '.json')

export function writeProcessRecord(record: ProcessRecord): void {
  const path = recordPath(record.socketPath)
  writeFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** Removes what lies there of a process that is gone. */
export function removeProcessFiles(socketPath: string): void {
  for (const path of [recordPath(socketPath), socketPath]) rmSync(path, { force: true })
}

/** The records in a folder; `wanted` by their file names, which begin with the id of the process that has started them. */
export function listProcessRecords(directory: string, wanted: (name: string) => boolean): readonly ProcessRecord[] {
  return listNames(directory).flatMap((name) => {
    const record = name.endsWith('.json') && wanted(name) ? readRecord(join(directory, name)) : undefined
    return record === undefined ? [] : [record]
  })
}

function listNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    // Nobody has ever listened there.
    return []
  }
}

function readRecord(path: string): ProcessRecord | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!isRecord(read)) return undefined
    const { pid, socketPath, supervisorId } = read
    if (typeof pid !== 'number' || typeof socketPath !== 'string') return undefined
    return { pid, socketPath, supervisorId: typeof supervisorId === 'string' ? supervisorId : null }
  } catch {
    // It has just been removed by its owner.
    return undefined
  }
}
