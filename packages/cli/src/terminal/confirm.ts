import { createInterface } from 'node:readline/promises'
import { type CommandContext, usageError } from '../command-context.ts'

/** Asks a person; without one, or where the answer is to be JSON, `--yes` has to be given. @throws FrameworkError USAGE */
export async function confirm({ isJson, err }: CommandContext, question: string, isYes: boolean): Promise<boolean> {
  if (isYes) return true
  if (isJson || !process.stdin.isTTY) throw usageError(`${question} Nobody can be asked here: add --yes.`)
  const terminal = createInterface({ input: process.stdin, output: err })
  try {
    const answer = await terminal.question(`${question} [y/N] `)
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
