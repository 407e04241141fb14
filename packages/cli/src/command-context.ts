import { resolve } from 'node:path'
import type { WriteStream } from 'node:tty'
import { FrameworkError } from '@pawl/core/plugin'
import { type Paint, paintFor } from './terminal/paint.ts'

/** The options that every command takes. */
export interface CommonOptions {
  readonly project?: string
  readonly json?: boolean
  readonly debug?: boolean
}

/** What a command works with. */
export interface CommandContext {
  readonly out: WriteStream
  readonly err: WriteStream
  /** Colours for `out`. */
  readonly paint: Paint
  readonly isJson: boolean
  readonly isDebug: boolean
  /** Where the project is looked for, from here upwards. */
  readonly directory: string
  print(...lines: readonly string[]): void
  /** One JSON document, on one line: as the only one, or as one of a stream. */
  printJson(value: unknown): void
  /** On stderr: what is for people while the answer goes elsewhere. */
  note(...lines: readonly string[]): void
}

export const EXIT = {
  ok: 0,
  /** A failed run, something that is not there, a refusal. */
  failed: 1,
  usage: 2,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

export function commandContext({ project, json = false, debug = false }: CommonOptions): CommandContext {
  const { stdout, stderr } = process
  return {
    out: stdout,
    err: stderr,
    paint: paintFor(stdout),
    isJson: json,
    isDebug: debug,
    directory: resolve(project ?? '.'),
    print: (...lines) => void stdout.write(text(lines)),
    printJson: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (...lines) => void stderr.write(text(lines)),
  }
}

/** A command line that cannot be right, whatever the project is: exit code 2. */
export const usageError = (message: string): FrameworkError => new FrameworkError('USAGE', { message })
