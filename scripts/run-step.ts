import { spawn } from 'node:child_process'

export interface Step {
  readonly name: string
  readonly command: readonly string[]
}

export interface StepResult {
  readonly name: string
  readonly passed: boolean
  readonly seconds: number
  readonly output: string
}

/** Runs one command of the workspace and keeps what it prints. */
export function runStep({ name, command }: Step): Promise<StepResult> {
  const [program = '', ...args] = command
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    const end = (passed: boolean): void =>
      resolve({ name, passed, seconds: (performance.now() - began) / 1_000, output: Buffer.concat(chunks).toString() })
    child.once('error', (error) => {
      chunks.push(Buffer.from(String(error)))
      end(false)
    })
    child.once('close', (code) => end(code === 0))
  })
}
