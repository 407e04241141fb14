import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '@pawl/core/plugin'
import type { Project } from '../config/load-config.ts'
import { isProcessAlive } from './process-liveness.ts'

/** What a daemon tells other programs of its user while it runs, as `daemon.json` in the project's home. It holds no secret. */
export interface DaemonRecord {
  /** Of this start of this daemon: it answers every request with it, so that a port that has changed hands is not taken for it. */
  readonly id: string
  readonly pid: number
  readonly url: string
}

/** The response header that carries the id of {@link DaemonRecord}. */
export const DAEMON_HEADER = 'pawl-daemon'
const ANSWER_MS = 2_000

const recordPath = (home: string): string => join(home, 'daemon.json')

function readDaemonRecord(home: string): DaemonRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(recordPath(home), 'utf8'))
    if (!isRecord(record)) return undefined
    const { id, pid, url } = record
    return typeof id === 'string' && typeof pid === 'number' && typeof url === 'string' ? { id, pid, url } : undefined
  } catch {
    // No file, or one that is just being removed: no daemon.
    return undefined
  }
}

export function writeDaemonRecord(home: string, record: DaemonRecord): void {
  const unfinished = `${recordPath(home)}.${record.id}`
  writeFileSync(unfinished, `${JSON.stringify(record)}\n`, { mode: 0o600 })
  renameSync(unfinished, recordPath(home))
}

/** Removes the record unless another daemon has written its own since. */
export function removeDaemonRecord(home: string, id: string): void {
  if (readDaemonRecord(home)?.id === id) rmSync(recordPath(home), { force: true })
}

/** The daemon that runs for a project on this machine: its process lives, and its address answers as that daemon. */
export async function findDaemon({ home }: Pick<Project, 'home'>): Promise<DaemonRecord | undefined> {
  const record = readDaemonRecord(home)
  if (record === undefined || !isProcessAlive(record.pid)) return undefined
  try {
    const response = await fetch(record.url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
    return response.headers.get(DAEMON_HEADER) === record.id ? record : undefined
  } catch {
    return undefined
  }
}
