import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { SupervisorRecord } from '@pawl/core/plugin'
import { isProcessAlive } from '../home/process-liveness.ts'
import { newSocketPath } from '../location/socket-path.ts'
import type { Sighting } from './local-supervisors.ts'

const ANSWER_MS = 1_000

export interface SupervisorSocket {
  readonly path: string
  close(): void
}

/** Listens for those who want to know whether this process lives: the system takes their connection, however busy or stopped it is. */
export function openSupervisorSocket(homeDirectory: string, report: (error: unknown) => void): SupervisorSocket {
  const path = newSocketPath(homeDirectory)
  const server = createServer((socket) => socket.destroy())
  server.on('error', report)
  server.listen(path)
  // It answers while there is something else to do.
  server.unref()
  return {
    path,
    close() {
      server.close()
      rmSync(path, { force: true })
    },
  }
}

/**
 * Where the file of a socket is gone. In a container that was started anew this process has the id of the one before, and in another
 * container a process may live whose id is nobody's here: that none has it is not enough to be dead.
 */
const isAnotherProcess = (pid: number): boolean => pid !== process.pid && isProcessAlive(pid)

/** What the socket of a supervisor of this machine says of it. */
export function probeSupervisor({ socketPath, pid }: Pick<SupervisorRecord, 'socketPath' | 'pid'>): Promise<Sighting> {
  if (socketPath === null) return Promise.resolve('unknown')
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    const answer = (said: Sighting): void => {
      socket.destroy()
      resolve(said)
    }
    socket.setTimeout(ANSWER_MS, () => answer('unknown'))
    socket.once('connect', () => answer('alive'))
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') answer('dead')
      else answer(code === 'ENOENT' && !isAnotherProcess(pid) ? 'vanished' : 'unknown')
    })
  })
}
