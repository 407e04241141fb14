import type { FailureReason } from '../foundation/failure-reason.ts'
import { isRecord } from '../foundation/json.ts'
import type { RunInfo } from './context.ts'
import { definitionError } from './definition-error.ts'
import { checkFunction, checkOptions } from './option-check.ts'

/** A run that has ended. Times are UTC milliseconds. */
export interface EndedRunInfo extends RunInfo {
  readonly locationName: string
  readonly status: 'SUCCESS' | 'FAILURE' | 'CANCELED'
  readonly createdAt: number
  /** Null for a run that never started. */
  readonly startedAt: number | null
  readonly endedAt: number
}

/** An error as the event log keeps it. */
export interface ToldError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: ToldError
}

/** What `onRunSuccess` is given. */
export interface RunSuccessContext {
  /** The same each time it is called for this run: what has been done under it need not be done again. */
  readonly deliveryId: string
  readonly run: EndedRunInfo
  readonly job: { readonly name: string; readonly locationName: string }
  /** Of the run in the launchpad; null where no launchpad is served and the config has no `server.publicUrl`. */
  readonly link: string | null
}

/** What `onRunFailure` is given. */
export interface RunFailureContext extends RunSuccessContext {
  readonly reason: FailureReason
  /** In a sentence. */
  readonly message: string
  /** The first step that failed; null where none did. */
  readonly failedStep: { readonly stepKey: string; readonly attempt: number } | null
  /** Of the failed step, or of what else ended the run. */
  readonly error: ToldError | null
  /** Whether an automatic retry follows: true only for handlers with `evenIfRetried`. */
  readonly willRetry: boolean
}

/** What it gives back is not looked at; a promise is waited for. */
export type RunSuccessHandler = (context: RunSuccessContext) => unknown

export type RunFailureHandler =
  | ((context: RunFailureContext) => unknown)
  /** `evenIfRetried` (default false): also for a run that is going to be retried. */
  | { readonly run: (context: RunFailureContext) => unknown; readonly evenIfRetried?: boolean }

/** The handlers of a project or of a job as data; a key is missing where nobody handles that end. */
export interface RunHandlers {
  readonly onRunFailure?: { readonly run: (context: RunFailureContext) => unknown; readonly evenIfRetried: boolean }
  readonly onRunSuccess?: { readonly run: RunSuccessHandler }
}

function checkFailureHandler(subject: string, given: unknown): RunHandlers['onRunFailure'] {
  if (!isRecord(given)) {
    checkFunction(subject, 'onRunFailure', given)
    return { run: given as (context: RunFailureContext) => unknown, evenIfRetried: false }
  }
  const place = `"onRunFailure" of ${subject}`
  checkOptions(place, given, ['run', 'evenIfRetried'])
  const { run, evenIfRetried = false } = given
  checkFunction(place, 'run', run)
  if (typeof evenIfRetried !== 'boolean') {
    throw definitionError('INVALID_OPTION', `Option "evenIfRetried" of ${place} must be true or false.`, {
      option: 'evenIfRetried',
    })
  }
  return { run: run as (context: RunFailureContext) => unknown, evenIfRetried }
}

/** @throws FrameworkError UNKNOWN_OPTION, INVALID_OPTION */
export function checkRunHandlers(
  subject: string,
  { onRunFailure, onRunSuccess }: { readonly onRunFailure?: unknown; readonly onRunSuccess?: unknown },
): RunHandlers {
  if (onRunSuccess !== undefined) checkFunction(subject, 'onRunSuccess', onRunSuccess)
  const onFailure = onRunFailure === undefined ? undefined : checkFailureHandler(subject, onRunFailure)
  return {
    ...(onFailure === undefined ? {} : { onRunFailure: Object.freeze(onFailure) }),
    ...(onRunSuccess === undefined ? {} : { onRunSuccess: Object.freeze({ run: onRunSuccess as RunSuccessHandler }) }),
  }
}
