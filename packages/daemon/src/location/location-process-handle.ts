import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type MessageChannel, messageChannel } from '../channel/message-channel.ts'
import type { FromProcess, ProcessOptions, ToProcess } from '../channel/protocol.ts'
import { locationProgram } from './location-program.ts'
import { processEnvironment } from './process-environment.ts'
import { newSocketPath } from './socket-path.ts'

export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface ProcessSpec extends Omit<ProcessOptions, 'socketPath'> {
  readonly homeDirectory: string
}

const describeExit = ({ code, signal }: ProcessExit): string => (signal === null ? `exit code ${code}` : `signal ${signal}`)

export { describeExit }

/** A running location process as its supervisor holds it. */
export interface LocationProcessHandle {
  readonly pid: number | undefined
  send(message: ToProcess): void
  onMessage(listener: (message: FromProcess) => void): void
  /** Resolves when the process is gone, and everything it had sent has been received. */
  readonly exited: Promise<ProcessExit>
  /** SIGKILL; what it was doing is lost. */
  kill(): void
}

/** Starts a location's process and connects to it. What it sends before `onMessage` is kept. */
export function startLocationProcess({ homeDirectory, ...spec }: ProcessSpec): LocationProcessHandle {
  const socketPath = newSocketPath(homeDirectory)
  const outputs = openOutputs(homeDirectory)
  const { path, execArgv } = locationProgram()
  const options: ProcessOptions = { ...spec, socketPath }
  const child = spawn(process.execPath, [...execArgv, '--enable-source-maps', path, JSON.stringify(options)], {
    cwd: spec.projectDirectory,
    env: processEnvironment(process.env),
    stdio: ['ignore', outputs.stdout, outputs.stderr, 'pipe'],
    // A group of its own: Ctrl-C in the supervisor's terminal is for the supervisor, which ends its runs in order.
    detached: true,
  })
  outputs.close()
  const connection = connectWhenReady(child, socketPath)
  const listeners: ((message: FromProcess) => void)[] = []
  const early: FromProcess[] = []
  void connection.then((channel) => {
    channel?.onMessage((message) => {
      if (listeners.length === 0) early.push(message)
      for (const listener of listeners) listener(message)
    })
  })
  return {
    pid: child.pid,
    send: (message) => void connection.then((channel) => channel?.send(message)),
    onMessage(listener) {
      listeners.push(listener)
      for (const message of early.splice(0)) listener(message)
    },
    exited: exitOf(child, connection, socketPath).finally(() => outputs.remove()),
    kill: () => killGroup(child),
  }
}

/** The process with everything that it has started and not set apart. */
function killGroup(child: ChildProcess): void {
  const hasEnded = child.exitCode !== null || child.signalCode !== null
  if (child.pid === undefined || hasEnded) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

/** Files, not pipes: what child processes of an op print must neither block them nor be lost with the supervisor. */
function openOutputs(homeDirectory: string): { stdout: number; stderr: number; close(): void; remove(): void } {
  const directory = join(homeDirectory, 'workers')
  mkdirSync(directory, { recursive: true })
  const base = join(directory, `${process.pid}-${Math.random().toString(36).slice(2)}`)
  const paths = [`${base}.out`, `${base}.err`]
  const [stdout = 1, stderr = 2] = paths.map((path) => openSync(path, 'a+', 0o600))
  return {
    stdout,
    stderr,
    close() {
      closeSync(stdout)
      closeSync(stderr)
    },
    remove() {
      for (const path of paths) rmSync(path, { force: true })
    },
  }
}

type Channel = MessageChannel<FromProcess, ToProcess>

/** Undefined when the process ends before anyone can connect. */
function connectWhenReady(
  child: ChildProcess,
  socketPath: string,
): Promise<(Channel & { readonly drained: Promise<void> }) | undefined> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined))
    child.once('exit', () => resolve(undefined))
    const ready = child.stdio[3]
    ready?.on('error', () => undefined)
    ready?.once('data', () => {
      const socket = connect(socketPath)
      const drained = new Promise<void>((done) => socket.once('close', () => done()))
      socket.once('error', () => resolve(undefined))
      socket.once('connect', () => resolve({ ...messageChannel<FromProcess, ToProcess>(socket), drained }))
    })
  })
}

async function exitOf(
  child: ChildProcess,
  connection: ReturnType<typeof connectWhenReady>,
  socketPath: string,
): Promise<ProcessExit> {
  const exit = await new Promise<ProcessExit>((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  // Its last messages can still be in the socket: they count, since they were sent before it died.
  await (await connection)?.drained
  rmSync(socketPath, { force: true })
  return exit
}
