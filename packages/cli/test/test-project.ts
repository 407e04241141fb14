import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const PACKAGE = dirname(import.meta.dirname)
/** The built command: what a user runs. */
const PAWL = join(PACKAGE, 'dist/main.js')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that is running. */
export interface Started {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** Resolves once stdout holds the text, with all of it so far. Rejects when the command ends without having printed it. */
  waitFor(text: string): Promise<string>
}

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

const ENVIRONMENT = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, PAWL_HOME: undefined, PAWL_TOKEN: undefined }

/** Starts `pawl` with these arguments. */
export function startPawl(args: readonly string[], { cwd = tmpdir(), env = {}, input }: CommandOptions = {}): Started {
  const child = spawn(process.execPath, [PAWL, ...args], { cwd, env: { ...ENVIRONMENT, ...env }, stdio: 'pipe' })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  child.stdin.end(input)
  const finished = new Promise<Finished>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
  return {
    child,
    finished,
    async waitFor(text) {
      while (!stdout.includes(text)) {
        if (child.exitCode !== null) throw new Error(`It ended without "${text}":\n${stdout}\n${stderr}`)
        await sleep(20)
      }
      return stdout
    },
  }
}

export const pawl = (args: readonly string[], options?: CommandOptions): Promise<Finished> => startPawl(args, options).finished

/** A folder of its own below the temporary one, in which Pawl’s packages and zod can be imported. */
export function packagesFolder(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pawl-cli-')))
  mkdirSync(join(directory, 'node_modules/@pawl'), { recursive: true })
  for (const name of ['core', 'daemon', 'cli'])
    symlinkSync(join(dirname(PACKAGE), name), join(directory, 'node_modules/@pawl', name))
  const zod = dirname(createRequire(import.meta.url).resolve('zod/package.json'))
  symlinkSync(zod, join(directory, 'node_modules/zod'))
  return directory
}

export interface TestProject {
  readonly directory: string
  pawl(...args: readonly string[]): Promise<Finished>
  /** The one JSON document that a command prints. */
  json(...args: readonly string[]): Promise<Record<string, unknown>>
  start(...args: readonly string[]): Started
  remove(): void
}

/** A copy of a test project. */
export function testProject(name: 'project' | 'failing-project' = 'project'): TestProject {
  const directory = packagesFolder()
  cpSync(join(import.meta.dirname, name), directory, { recursive: true })
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n')
  const run = (...args: readonly string[]): Promise<Finished> => pawl(args, { cwd: directory })
  return {
    directory,
    pawl: run,
    async json(...args) {
      const { stdout } = await run(...args, '--json')
      return JSON.parse(stdout) as Record<string, unknown>
    },
    start: (...args) => startPawl(args, { cwd: directory }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** The processes that were started for a folder, by their command lines. */
export async function processesOf(directory: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args='], { maxBuffer: 2 ** 24 })
  return stdout.split('\n').filter((line) => line.includes(directory))
}
