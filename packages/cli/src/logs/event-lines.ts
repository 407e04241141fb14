import { describeEvent, eventLevel, type LogLevel, type StoredEvent } from '@pawl/core/plugin'
import type { Paint, Style } from '../terminal/paint.ts'
import { timeText } from '../terminal/text.ts'

const STYLES: Readonly<Record<LogLevel, Style | undefined>> = { debug: 'dim', info: undefined, warn: 'yellow', error: 'red' }
const LEVEL_WIDTH = 5

const stackOf = (event: StoredEvent): readonly string[] => {
  if ('unknown' in event || event.type !== 'STEP_FAILURE') return []
  const [, ...frames] = event.payload.error.stack?.split('\n') ?? []
  return frames.filter((line) => line.trim().startsWith('at '))
}

function sentenceOf(event: StoredEvent): string {
  const sentence = describeEvent(event)
  if ('unknown' in event || event.type !== 'LOG') return sentence
  const { fields } = event.payload
  const place = event.stepKey === undefined ? '' : `${event.stepKey}: `
  return `${place}${sentence}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}`
}

/** An event as lines of a log: time, level, sentence, and where the code failed. */
export function eventLines(event: StoredEvent, paint: Paint): readonly string[] {
  const level = eventLevel(event)
  const style = STYLES[level]
  const [first = '', ...rest] = sentenceOf(event).split('\n')
  const text = `${level.toUpperCase().padEnd(LEVEL_WIDTH)}  ${first}`
  const further = [...rest.map((line) => `    ${line}`), ...stackOf(event).map((line) => paint('dim', line))]
  return [`${paint('dim', timeText(event.at, true))}  ${style === undefined ? text : paint(style, text)}`, ...further]
}

/** An event as `--json` shows it: in the words of the GraphQL API, its time as UTC milliseconds. */
export const eventJson = (event: StoredEvent): object => ({
  seq: event.seq,
  eventType: event.type,
  at: event.at,
  level: eventLevel(event),
  message: describeEvent(event),
  stepKey: event.stepKey ?? null,
  attempt: event.attempt ?? null,
  payload: event.payload,
})
