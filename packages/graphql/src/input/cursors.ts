import { FrameworkError, isRecord, isRunId } from '@pawl/core/plugin'

const invalidCursor = (cursor: string): FrameworkError =>
  new FrameworkError('INVALID_CURSOR', {
    message: `"${cursor.slice(0, 100)}" is no cursor of this list. Pass one on as it was given, or none to begin at the start.`,
  })

/**
 * The number of an event as a cursor; 0 stands before the first.
 * @throws FrameworkError INVALID_CURSOR
 */
export function readEventCursor(cursor: string): number {
  const seq = /^\d{1,15}$/.test(cursor) ? Number(cursor) : -1
  if (seq < 0) throw invalidCursor(cursor)
  return seq
}

export const eventCursor = (seq: number): string => String(seq)

/** A place in a list that has no number, as opaque text. */
export const placeCursor = (place: Readonly<Record<string, string | number | null>>): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** @throws FrameworkError INVALID_CURSOR */
export function readPlaceCursor(cursor: string): Readonly<Record<string, unknown>> {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (isRecord(place)) return place
  } catch {
    // Falls through: text that is no JSON is no cursor either.
  }
  throw invalidCursor(cursor)
}

export interface StepPlace {
  readonly planOrder: number
  readonly stepKey: string
}

export function readStepCursor(cursor: string): StepPlace {
  const { planOrder, stepKey } = readPlaceCursor(cursor)
  if (typeof planOrder === 'number' && typeof stepKey === 'string') return { planOrder, stepKey }
  throw invalidCursor(cursor)
}

export interface OutputPlace {
  readonly stepKey: string
  readonly output: string
  readonly mappingKey: string | null
}

export function readOutputCursor(cursor: string): OutputPlace {
  const { stepKey, output, mappingKey } = readPlaceCursor(cursor)
  if (typeof stepKey === 'string' && typeof output === 'string') {
    return { stepKey, output, mappingKey: typeof mappingKey === 'string' ? mappingKey : null }
  }
  throw invalidCursor(cursor)
}

/** How many rows of a preview lie before. */
export function readPreviewCursor(cursor: string): number {
  const { offset } = readPlaceCursor(cursor)
  if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return offset
  throw invalidCursor(cursor)
}

/** The id of the last run of the page before. */
export function readRunCursor(cursor: string): string {
  if (isRunId(cursor)) return cursor
  throw invalidCursor(cursor)
}
