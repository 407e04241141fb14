import type { CommandContext } from '../command-context.ts'
import type { CapturedText } from './captured-reader.ts'

function prefixOf({ key }: CapturedText): string {
  const { stepKey, attempt, stream } = key
  if (stepKey === null) return `(run) ${stream}`
  return `${stepKey}${attempt === null || attempt === 1 ? '' : ` attempt ${attempt}`} ${stream}`
}

/** Lines are marked with where they come from, unless one step was asked for: then they are what it wrote. */
export function printCaptured(context: CommandContext, captured: CapturedText, steps: readonly string[] | undefined): void {
  const { key, text } = captured
  const lines = text.replace(/\n$/, '').split('\n')
  if (context.isJson) {
    const { stepKey, attempt, stream } = key
    context.printJson({ stepKey, attempt, stream, text })
  } else if (steps?.length === 1) context.print(...lines)
  else {
    const prefix = context.paint(key.stream === 'stderr' ? 'yellow' : 'dim', `${prefixOf(captured)} |`)
    context.print(...lines.map((line) => `${prefix} ${line}`))
  }
}
