import type { JsonObject } from '../foundation/json.ts'
import type { RunEvent, RunEventType, UnknownEvent } from './run-event.ts'

/** An event as it lies in storage, possibly written by another version of Pawl. */
export interface RawEvent {
  readonly type: string
  readonly v: number
  readonly at: number
  readonly stepKey?: string
  readonly attempt?: number
  readonly payload: JsonObject
}

/** Turns an event's payload into that of the next version of its type. Pure; never loses what the older one said. */
export type Upcaster = (payload: JsonObject) => JsonObject

/** For each type, the steps from version 1 to 2, 2 to 3, …: the current version is one more than there are steps. */
export type EventVersions = Readonly<Record<string, readonly Upcaster[]>>

/**
 * Every event type this version knows. To change a payload, add the upcaster from the version that is stored in the logs
 * to the new one here, and a line of the old version to the golden log.
 */
export const EVENT_VERSIONS: { readonly [Type in RunEventType]: readonly Upcaster[] } = {
  RUN_ENQUEUED: [],
  RUN_DEQUEUED: [],
  RUN_STARTING: [],
  RUN_START: [],
  RUN_SUCCESS: [],
  RUN_FAILURE: [],
  RUN_CANCELING: [],
  RUN_CANCELED: [],
  STEP_START: [],
  STEP_RESTARTED: [],
  LOADED_INPUT: [],
  STEP_INPUT: [],
  STEP_OUTPUT: [],
  HANDLED_OUTPUT: [],
  STEP_SUCCESS: [],
  STEP_FAILURE: [],
  STEP_UP_FOR_RETRY: [],
  STEP_SKIPPED: [],
  STEP_REUSED: [],
  STEP_MARKED_DONE: [],
  OUTPUT_LOST: [],
  ASSET_MATERIALIZATION: [],
  LOGS_CAPTURED: [],
  LOG: [],
  ENGINE_EVENT: [],
}

export const RUN_EVENT_TYPES: readonly RunEventType[] = Object.keys(EVENT_VERSIONS) as RunEventType[]

/** The version a new event of this type is written with. */
export const eventVersion = (type: RunEventType): number => EVENT_VERSIONS[type].length + 1

/**
 * Reads an event of any version: older ones are brought up to date, a type or version from a newer Pawl is kept as it is,
 * marked unknown.
 */
export function upcastEvent(raw: RawEvent, versions: EventVersions = EVENT_VERSIONS): RunEvent | UnknownEvent {
  const upcasters = Object.hasOwn(versions, raw.type) ? versions[raw.type] : undefined
  if (upcasters === undefined || raw.v > upcasters.length + 1) return { ...raw, unknown: true }
  if (raw.v === upcasters.length + 1) return raw as unknown as RunEvent
  const payload = upcasters.slice(raw.v - 1).reduce((older, upcast) => upcast(older), raw.payload)
  return { ...raw, v: upcasters.length + 1, payload } as unknown as RunEvent
}
