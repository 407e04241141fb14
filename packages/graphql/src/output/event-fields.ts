import { describeEvent, type JsonValue, type Metadata, type SerializedError, type StoredEvent } from '@pawl/core/plugin'
import type { MetadataEntry, OpError } from '../generated/schema-types.ts'
import { metadataEntries } from './metadata-entries.ts'
import { opError } from './op-error.ts'

type ShownText = (text: string) => string

const errorOf = (event: StoredEvent): SerializedError | undefined =>
  'unknown' in event || !('error' in event.payload) ? undefined : event.payload.error

export function eventError(event: StoredEvent, shownText: ShownText): OpError | null {
  const error = errorOf(event)
  return error === undefined ? null : opError(error, event.runId, shownText)
}

/** Only the text of errors names files of the server by the way; where an output lies is told as it is. */
export const eventMessage = (event: StoredEvent, shownText: ShownText): string =>
  errorOf(event) === undefined ? describeEvent(event) : shownText(describeEvent(event))

function eventMetadataOf(event: StoredEvent): Metadata | undefined {
  if ('unknown' in event) return undefined
  if (event.type === 'HANDLED_OUTPUT') return event.payload.stored.metadata
  return 'metadata' in event.payload ? event.payload.metadata : undefined
}

export const eventMetadata = (event: StoredEvent): readonly MetadataEntry[] =>
  metadataEntries(eventMetadataOf(event), event.runId)

const shownError = (error: SerializedError, shownText: ShownText): SerializedError => ({
  ...error,
  message: shownText(error.message),
  ...(error.stack === undefined ? {} : { stack: shownText(error.stack) }),
  ...(error.cause === undefined ? {} : { cause: shownError(error.cause, shownText) }),
})

export function eventPayload(event: StoredEvent, shownText: ShownText): JsonValue {
  const error = errorOf(event)
  const payload = error === undefined ? event.payload : { ...event.payload, error: shownError(error, shownText) }
  // Payloads are JSON by contract; their types only say more of them than that.
  return payload as unknown as JsonValue
}
