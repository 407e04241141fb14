import { isEnded, type OpProgress, opOf, type Progress, type ProgressEvent } from './progress.ts'

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'
/** Colours a text, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string

const MS_A_SECOND = 1_000
const MS_A_MINUTE = 60_000

/** A duration in ms as a person would say it: `85 ms`, `1.2 s`, `2 min 05 s`. */
export function durationText(ms: number): string {
  if (ms < MS_A_SECOND) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < MS_A_MINUTE) return `${(ms / MS_A_SECOND).toFixed(1)} s`
  const seconds = Math.floor(ms / MS_A_SECOND)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

const UNITS = ['B', 'kB', 'MB', 'GB']

export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power] ?? 'B'}`
}

/** Steps of mapped ops are only told of one by one where something went wrong: there may be thousands. */
const spanText = (op: OpProgress): string =>
  op.startedAt === undefined || op.endedAt === undefined ? '' : durationText(op.endedAt - op.startedAt)

function endText(op: OpProgress): string {
  const steps = op.mapOver === null ? '' : `${op.succeeded} of ${op.total ?? 0} steps`
  const attempts = op.retries === 0 ? '' : op.mapOver === null ? `${op.retries + 1} attempts` : `${op.retries} retries`
  return [steps, spanText(op), attempts].filter((part) => part !== '').join(', ')
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

function messageOf(progress: Progress, event: ProgressEvent): string | undefined {
  switch (event.eventType) {
    case 'STEP_UP_FOR_RETRY':
      return `${event.stepKey}: attempt ${event.attempt} failed: ${firstLine(event.payload.error.message)} Next in ${durationText(event.payload.delaySeconds * MS_A_SECOND)}.`
    case 'STEP_FAILURE':
      return `${event.stepKey}: failed at attempt ${event.attempt}: ${firstLine(event.payload.error.message)}`
    case 'STEP_SKIPPED':
      return `${event.stepKey}: skipped: ${event.payload.reason}`
    case 'STEP_SUCCESS': {
      const op = progress.ops.get(opOf(event.stepKey))
      return op !== undefined && isEnded(op) && op.failed === 0 ? `${op.key}: success (${endText(op)})` : undefined
    }
    default:
      return undefined
  }
}

const styleOf = (event: ProgressEvent): Style => {
  if (event.eventType === 'STEP_FAILURE') return 'red'
  return event.eventType === 'STEP_UP_FOR_RETRY' || event.eventType === 'STEP_SKIPPED' ? 'yellow' : 'green'
}

/** One line for an event that is worth one, with the seconds since the run's start; `progress` already holds the event. */
export function eventLine(progress: Progress, event: ProgressEvent, paint: Paint): string | undefined {
  const message = messageOf(progress, event)
  if (message === undefined) return undefined
  const seconds = ((event.at - (progress.startedAt ?? event.at)) / MS_A_SECOND).toFixed(2).padStart(6)
  return `${paint('dim', `${seconds} s`)}  ${paint(styleOf(event), message)}`
}

/** Whether the line of an event stays on the screen above the live view, which shows everything else by itself. */
export const isRemarkable = (event: ProgressEvent): boolean =>
  event.eventType === 'STEP_UP_FOR_RETRY' || event.eventType === 'STEP_FAILURE'
