import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineProgramOptions } from './engine-program.ts'
import type { TestProject } from './project.ts'
import { until } from './until.ts'

const PROGRAM = new URL('./engine-program.ts', import.meta.url).pathname
/** A busy machine takes its time to start three programs. */
const START_MS = 60_000
let engines = 0

/** An engine of a test's project in a process of its own; what it leaves behind is killed with the test. */
export class EngineProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #reportFile: string
  readonly #exited: Promise<unknown>
  /** Everything it was ever seen to have started. */
  readonly #seen: Set<number> = new Set()

  private constructor(child: ChildProcess, reportFile: string) {
    this.#child = child
    this.#reportFile = reportFile
    this.#exited = new Promise((resolve) => child.once('exit', resolve))
  }

  static async start({ project, directory }: TestProject, hostId?: string): Promise<EngineProcess> {
    const name = join(directory, `engine-${engines++}`)
    const readyFile = `${name}.ready`
    const reportFile = `${name}.reports`
    const options: EngineProgramOptions = { project, readyFile, reportFile, ...(hostId === undefined ? {} : { hostId }) }
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(options)], { stdio: 'ignore' })
    const engine = new EngineProcess(child, reportFile)
    await until('the other engine is ready', () => existsSync(readyFile), START_MS)
    return engine
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Its location processes: code hosts and workers. */
  get children(): readonly number[] {
    const children = childrenOf(this.pid)
    for (const pid of children) this.#seen.add(pid)
    return children
  }

  get reports(): readonly string[] {
    return existsSync(this.#reportFile) ? readFileSync(this.#reportFile, 'utf8').trim().split('\n') : []
  }

  /** Sends a signal to it, and by default to nobody else. */
  signal(signal: NodeJS.Signals, { withChildren = false }: { readonly withChildren?: boolean } = {}): void {
    const { children } = this
    for (const pid of [this.pid, ...(withChildren ? children : [])]) sendSignal(pid, signal)
  }

  async kill({ withChildren = false }: { readonly withChildren?: boolean } = {}): Promise<void> {
    this.signal('SIGKILL', { withChildren })
    await this.#exited
  }

  async stop(): Promise<void> {
    this.signal('SIGTERM')
    await this.#exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill({ withChildren: true })
    for (const pid of this.#seen) sendSignal(pid, 'SIGKILL')
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone.
  }
}
