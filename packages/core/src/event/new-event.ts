import type { EventPayloads, RunEvent, RunEventType } from './run-event.ts'
import { EVENT_VERSIONS } from './upcast.ts'

export interface EventPlace<Type extends RunEventType> {
  /** UTC milliseconds. */
  readonly at: number
  readonly payload: EventPayloads[Type]
  readonly stepKey?: string
  readonly attempt?: number
}

/** An event of the current version of its type. */
export const newEvent = <Type extends RunEventType>(type: Type, place: EventPlace<Type>): RunEvent =>
  ({ type, v: EVENT_VERSIONS[type].length + 1, ...place }) as RunEvent
