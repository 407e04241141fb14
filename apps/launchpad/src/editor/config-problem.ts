import { type ConfigDocument, findPath, syntaxProblems, type TextRange } from './config-document.ts'
import type { ConfigPath } from './config-schema.ts'

/** An error of the run config as the server tells it; list positions come as text. */
export interface ServerProblem {
  readonly path: readonly string[]
  readonly code: string
  readonly message: string
  readonly expected: string | null
  readonly didYouMean: string | null
}

/** A problem with its place in the text; line and column count from 1. */
export interface ConfigProblem extends TextRange {
  readonly source: 'yaml' | 'config'
  readonly path: ConfigPath
  readonly message: string
  readonly line: number
  readonly column: number
  readonly problem: ServerProblem | undefined
}

/** Every problem of the text, in reading order. A text that is no YAML has only the problems YAML has with it. */
export function configProblems(config: ConfigDocument, problems: readonly ServerProblem[]): readonly ConfigProblem[] {
  const syntax = syntaxProblems(config)
  const placed =
    syntax.length > 0
      ? syntax.map((problem) => ({ ...problem, source: 'yaml' as const, path: [], problem: undefined }))
      : problems.map((problem) => ({
          ...problemRange(config, problem),
          source: 'config' as const,
          path: problem.path,
          message: problem.message,
          problem,
        }))
  return placed
    .map((problem) => {
      const { line, col } = config.lines.linePos(problem.from)
      return { ...problem, line: Math.max(1, line), column: Math.max(1, col) }
    })
    .sort((a, b) => a.from - b.from)
}

/** Where the reader has to look: at an unknown key, at a wrong value, or at the nearest key that should hold what is missing. */
export function problemRange(config: ConfigDocument, problem: ServerProblem): TextRange {
  const found = findPath(config, problem.path)
  const complete = found.depth === problem.path.length
  if (complete && problem.code === 'UNKNOWN_FIELD' && found.key) return found.key
  if (complete) return visible(found.value, config) ?? found.key ?? start(config)
  // The missing field's own place does not exist; its parent's key does, unless the parent is the document.
  return found.key ?? (found.depth === 0 ? start(config) : (found.value ?? start(config)))
}

/** An empty value (`limit:`) has no width of its own to underline. */
const visible = (range: TextRange | undefined, { text }: ConfigDocument): TextRange | undefined =>
  range && text.slice(range.from, range.to).trim() !== '' ? { from: range.from, to: trimEnd(text, range) } : undefined

function trimEnd(text: string, range: TextRange): number {
  let to = range.to
  while (to > range.from + 1 && /\s/.test(text[to - 1] ?? '')) to -= 1
  return to
}

const start = ({ text }: ConfigDocument): TextRange => {
  const first = text.split('\n', 1)[0]?.length ?? 0
  return { from: 0, to: first }
}
