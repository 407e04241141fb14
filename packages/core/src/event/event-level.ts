import type { LogLevel } from '../definition/context.ts'
import type { RunEvent, RunEventType, UnknownEvent } from './run-event.ts'

const LEVEL_OF_TYPE: Partial<Record<RunEventType, LogLevel>> = {
  RUN_FAILURE: 'error',
  STEP_FAILURE: 'error',
  RUN_CANCELING: 'warn',
  RUN_CANCELED: 'warn',
  STEP_UP_FOR_RETRY: 'warn',
  STEP_RESTARTED: 'warn',
  OUTPUT_LOST: 'warn',
}

/** LOG and ENGINE_EVENT say their own level; failures are errors; retries, cancels and lost outputs warnings; the rest is debug. */
export function eventLevel(event: RunEvent | UnknownEvent): LogLevel {
  if ('unknown' in event) return 'debug'
  if (event.type === 'LOG' || event.type === 'ENGINE_EVENT') return event.payload.level
  return LEVEL_OF_TYPE[event.type] ?? 'debug'
}
