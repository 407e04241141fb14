import { type ChildProcess, spawn } from 'node:child_process'
import { connectChannel, type MessageChannel } from '../channel/message-channel.ts'
import type { FromProcess, ProcessOptions, ToProcess } from '../channel/protocol.ts'
import { killGroup } from '../home/process-liveness.ts'
import { locationProgram } from './location-program.ts'
import { processEnvironment, type WithheldEnvironment } from './process-environment.ts'
import type { ProcessExit } from './process-exit.ts'
import { type OutputChunk, ProcessOutput } from './process-output.ts'
import { PROCESS_VARIABLE, processVariable, removeProcessFiles, writeProcessRecord } from './process-record.ts'
import { newSocketPath } from './socket-path.ts'

export interface ProcessSpec extends Omit<ProcessOptions, 'socketPath' | 'supervisorPid'> {
  readonly homeDirectory: string
  /** Of the daemon's environment, besides what is never given on. */
  readonly withheld: WithheldEnvironment
}

/** A running location process as its supervisor holds it. */
export interface LocationProcessHandle {
  readonly pid: number | undefined
  send(message: ToProcess): void
  onMessage(listener: (message: FromProcess) => void): void
  /** Resolves when the process is gone, and everything it had sent has been received; never rejects. */
  readonly exited: Promise<ProcessExit>
  /** SIGKILL, also of what it has started and not set apart; what it was doing is lost. */
  kill(): void
  /** What its own stdout and stderr got since the last call; nothing once it has exited. */
  readOutput(limitBytes: number): readonly OutputChunk[]
  /** Passes over what they got since. */
  skipOutput(): void
}

/**
 * Starts a location's process and connects to it; `supervisorId` of a worker says whose it is. What it sends before `onMessage` is kept.
 */
export function startLocationProcess(
  { homeDirectory, withheld, ...spec }: ProcessSpec,
  supervisorId: string | null,
): LocationProcessHandle {
  const socketPath = newSocketPath(homeDirectory)
  const output = new ProcessOutput(homeDirectory)
  const { path, execArgv } = locationProgram()
  const options: ProcessOptions = { ...spec, socketPath, supervisorPid: process.pid }
  const child = spawn(process.execPath, [...execArgv, '--enable-source-maps', path, JSON.stringify(options)], {
    cwd: spec.projectDirectory,
    env: { ...processEnvironment(process.env, withheld), [PROCESS_VARIABLE]: processVariable(socketPath) },
    stdio: ['ignore', ...output.descriptors, 'pipe'],
    // A group of its own: Ctrl-C in the supervisor's terminal is for the supervisor, which ends its runs in order.
    detached: true,
  })
  const { pid } = child
  if (pid !== undefined) writeProcessRecord({ pid, socketPath, supervisorId })
  const killAll = (): void => {
    // Also when the process itself is gone: its group lives as long as any of what it has started does.
    if (pid !== undefined) killGroup(pid)
  }
  const connection = connectWhenReady(child, socketPath)
  const listeners: ((message: FromProcess) => void)[] = []
  const early: FromProcess[] = []
  const unsent: ToProcess[] = []
  let channel: Connection | undefined
  void connection.then((opened) => {
    channel = opened
    for (const message of unsent.splice(0)) opened?.send(message)
    opened?.onMessage((message) => {
      if (listeners.length === 0) early.push(message)
      for (const listener of listeners) listener(message)
    })
  })
  let hasExited = false
  const exited = exitOf(child, connection).then((exit) => {
    hasExited = true
    // The children of an op must not work on when its run has ended.
    killAll()
    const lastOutput = output.read()
    output.remove()
    removeProcessFiles(socketPath)
    return { ...exit, lastOutput }
  })
  return {
    pid,
    // At once where it can be: a worker whose batch is durable waits for this.
    send(message) {
      if (channel === undefined) unsent.push(message)
      else channel.send(message)
    },
    onMessage(listener) {
      listeners.push(listener)
      for (const message of early.splice(0)) listener(message)
    },
    exited,
    kill() {
      // The number of one that is gone may be another process's by now.
      if (!hasExited) killAll()
    },
    readOutput: (limitBytes) => (hasExited ? [] : output.read(limitBytes)),
    skipOutput() {
      if (!hasExited) output.skip()
    },
  }
}

type Connection = MessageChannel<FromProcess, ToProcess> & { readonly drained: Promise<void> }

/** Undefined when the process ends before anyone can connect. */
function connectWhenReady(child: ChildProcess, socketPath: string): Promise<Connection | undefined> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined))
    child.once('exit', () => resolve(undefined))
    const ready = child.stdio[3]
    ready?.on('error', () => undefined)
    ready?.once('data', () => {
      const { socket, channel } = connectChannel<FromProcess, ToProcess>(socketPath)
      const drained = new Promise<void>((done) => socket.once('close', () => done()))
      socket.once('error', () => resolve(undefined))
      socket.once('connect', () => resolve({ ...channel, drained }))
    })
  })
}

async function exitOf(
  child: ChildProcess,
  connection: Promise<Connection | undefined>,
): Promise<Omit<ProcessExit, 'lastOutput'>> {
  const exit = await new Promise<Omit<ProcessExit, 'lastOutput'>>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: null, signal: null, neverStarted: error.code ?? error.message }),
    )
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  // Its last messages can still be in the socket: they count, since they were sent before it died.
  await (await connection)?.drained
  return exit
}
