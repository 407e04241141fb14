import { isFrameworkError } from '@pawl/core/plugin'
import { CommanderError } from 'commander'
import { EXIT } from './command-context.ts'
import { pawlProgram } from './program.ts'
import { paintFor } from './terminal/paint.ts'

interface Shown {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

function shownError(error: unknown): Shown {
  if (isFrameworkError(error)) return { code: error.code, message: error.message, details: error.details }
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'UNEXPECTED_ERROR',
    message: `Unexpected error: ${message}\nRun the command with --debug to see where.`,
    details: {},
  }
}

/** In JSON, stdout still gets a document: whoever reads it need not look at two places. */
function printError(error: unknown, argv: readonly string[]): void {
  const { code, message, details } = shownError(error)
  const paint = paintFor(process.stderr)
  process.stderr.write(`${paint('red', 'error:')} ${message}\n`)
  if (argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  if (!argv.includes('--json')) return
  const { errors } = details
  process.stdout.write(`${JSON.stringify({ error: { code, message, ...(errors === undefined ? {} : { errors }) } })}\n`)
}

/** A reader that has seen enough closes the pipe: no error of ours, and nothing more to write. */
function forgiveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** Runs a command line; gives its exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  forgiveClosedPipes()
  let exitCode: number = EXIT.ok
  const program = pawlProgram((code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv])
    return exitCode
  } catch (error) {
    // Commander has printed its own; help and version end that way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    printError(error, argv)
    return isFrameworkError(error, 'USAGE') ? EXIT.usage : EXIT.failed
  }
}
