import type { Paint, Style } from '../terminal/paint.ts'
import { durationText, firstLine, plural } from '../terminal/text.ts'
import { isEnded, isProgressEvent, type OpProgress, opOf, type Progress, type ProgressEvent } from './progress.ts'

const MS_A_SECOND = 1_000

const spanText = (op: OpProgress): string =>
  op.startedAt === undefined || op.endedAt === undefined ? '' : durationText(op.endedAt - op.startedAt)

const reusedText = (op: OpProgress): string => (op.mapOver === null ? 'reused' : `reused (${plural(op.reused, 'step')})`)

function endText(op: OpProgress): string {
  const reused = op.reused === 0 ? '' : `, ${op.reused} reused`
  const steps = op.mapOver === null ? '' : `${plural(op.succeeded, 'step')}${reused}`
  const attempts =
    op.retries === 0 ? '' : op.mapOver === null ? `${op.retries + 1} attempts` : plural(op.retries, 'retry', 'retries')
  return [steps, spanText(op), attempts].filter((part) => part !== '').join(', ')
}

type StepFailed = Extract<ProgressEvent, { readonly type: 'STEP_UP_FOR_RETRY' | 'STEP_FAILURE' }>

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/** The reason says why the step is tried again, or why not; an error that was the reason itself is not told twice. */
function failedText({ stepKey, payload: { error, reason } }: StepFailed, what: string): string {
  const message = firstLine(error.message)
  const why = reason === '' || message.includes(reason) ? '' : ` ${firstLine(reason)}`
  return `${stepKey}: ${what}: ${sentence(message)}${why}`
}

interface Told {
  readonly style: Style
  readonly text: string
}

/** Steps of mapped ops are only told of one by one where something went wrong: there may be thousands. */
function toldOf(progress: Progress, event: ProgressEvent): Told | undefined {
  switch (event.type) {
    case 'STEP_UP_FOR_RETRY':
      return { style: 'yellow', text: failedText(event, `attempt ${event.attempt ?? 1} failed`) }
    case 'STEP_FAILURE':
      return { style: 'red', text: failedText(event, `failed at attempt ${event.attempt ?? 1}`) }
    case 'STEP_SKIPPED':
      return { style: 'dim', text: `${event.stepKey}: skipped: ${event.payload.reason}` }
    case 'STEP_REUSED': {
      const op = progress.ops.get(opOf(event.stepKey ?? ''))
      if (op === undefined || !isEnded(op) || op.reused !== op.total) return undefined
      return { style: 'dim', text: `${op.key}: ${reusedText(op)}` }
    }
    case 'STEP_MARKED_DONE':
      return { style: 'dim', text: `${event.stepKey}: marked as done` }
    case 'STEP_SUCCESS': {
      const op = progress.ops.get(opOf(event.stepKey ?? ''))
      if (op === undefined || !isEnded(op) || op.failed > 0) return undefined
      return { style: 'green', text: `${op.key}: success (${endText(op)})` }
    }
    case 'RUN_CANCELING':
      return { style: 'yellow', text: 'The run is asked to stop.' }
    default:
      return undefined
  }
}

/** One line for an event that is worth one, with the seconds since the run's start; `progress` already holds the event. */
export function eventLine(progress: Progress, event: { readonly type: string }, paint: Paint): string | undefined {
  const told = isProgressEvent(event) ? toldOf(progress, event) : undefined
  if (told === undefined || !isProgressEvent(event)) return undefined
  // Reused steps stand in the log with the run's start, stamped before it.
  const sinceStart = Math.max(0, event.at - (progress.startedAt ?? event.at))
  const seconds = (sinceStart / MS_A_SECOND).toFixed(2).padStart(6)
  return `${paint('dim', `${seconds} s`)}  ${paint(told.style, told.text)}`
}

/** Whether the line of an event stays on the screen above the live view, which shows everything else by itself. */
export const isRemarkable = (event: { readonly type: string }): boolean =>
  event.type === 'STEP_UP_FOR_RETRY' || event.type === 'STEP_FAILURE'
