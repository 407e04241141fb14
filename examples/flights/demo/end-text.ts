import { durationText, type OpProgress, type Paint, type Progress, sizeText } from '@pawl/cli'
import type { EndedRun } from './follow-group.ts'
import type { ReportResult } from './report-run.ts'

type Counted = (op: OpProgress) => number

/** `3 steps: aggregate, summarise × 2`: a mapped op with how many of its steps, of which there may be thousands. Undefined without any. */
function stepsText({ ops }: Progress, counted: Counted): string | undefined {
  const some = [...ops.values()].filter((op) => counted(op) > 0)
  if (some.length === 0) return undefined
  const count = some.reduce((total, op) => total + counted(op), 0)
  const names = some.map((op) => (op.mapOver === null ? op.key : `${op.key} × ${counted(op)}`))
  return `${count} ${count === 1 ? 'step' : 'steps'}: ${names.join(', ')}`
}

const ranSteps: Counted = ({ succeeded, failed }) => succeeded + failed
const reusedSteps: Counted = ({ reused }) => reused

function splitLines(progress: Progress, paint: Paint): readonly string[] {
  const reused = stepsText(progress, reusedSteps)
  if (reused === undefined) return []
  return [
    `  ${paint('cyan', 'reused')}  ${reused}`,
    `  ${paint('green', 'ran')}     ${stepsText(progress, ranSteps) ?? 'nothing'}`,
  ]
}

function outputLines({ outputs: { results } }: ReportResult): readonly string[] {
  const width = Math.max(0, ...results.map(({ output }) => output.length))
  const lines = results.map(({ output, location, sizeBytes }) => {
    return `  ${output.padEnd(width)}  ${location}${sizeBytes === null ? '' : ` (${sizeText(sizeBytes)})`}`
  })
  return lines.length === 0 ? [] : ['', ...lines]
}

/** How a run ended: with what reason if it failed, what it ran and what it reused, and where its outputs lie. */
export function endLines({ progress, result }: EndedRun, paint: Paint): readonly string[] {
  const { end = '', startedAt = 0, endedAt = 0 } = progress
  const { failure } = result
  const reason = failure === null ? '' : ` (${failure.reason})`
  const status = paint(end === 'SUCCESS' ? 'green' : 'red', `${end}${reason}`)
  return [
    '',
    `The run ended in ${status} after ${durationText(endedAt - startedAt)}.`,
    ...(failure === null ? [] : [failure.message]),
    ...splitLines(progress, paint),
    ...outputLines(result),
  ]
}

/** Between a run that failed and the one that retries it. */
export const retryLines = (url: string, paint: Paint): readonly string[] => [
  '',
  `${paint('yellow', 'It is retried from failure')}: what succeeded is not done again.`,
  `Run        ${paint('cyan', url)}`,
  '',
]
