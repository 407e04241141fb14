import type { RunHandlers } from '../definition/run-handlers.ts'

/** A handler of runs' ends in the project's code: `definitions` for all jobs of its location, `job` for this one. */
export interface HandlerDescription {
  readonly place: 'definitions' | 'job'
  readonly on: 'failure' | 'success'
  readonly evenIfRetried: boolean
}

const handlersAt = (
  place: HandlerDescription['place'],
  { onRunFailure, onRunSuccess }: RunHandlers,
): readonly HandlerDescription[] => [
  ...(onRunFailure === undefined ? [] : [{ place, on: 'failure', evenIfRetried: onRunFailure.evenIfRetried } as const]),
  ...(onRunSuccess === undefined ? [] : [{ place, on: 'success', evenIfRetried: false } as const]),
]

/** Who in the project's code wants to be told of the ends of a job's runs. */
export const describeHandlers = (definitions: RunHandlers, job: RunHandlers): readonly HandlerDescription[] => [
  ...handlersAt('definitions', definitions),
  ...handlersAt('job', job),
]
