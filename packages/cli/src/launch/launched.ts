import { FrameworkError, type JsonObject, type LaunchOutcome, listed } from '@pawl/core/plugin'
import type { LaunchOptions } from './launch-options.ts'

/** What a launch asks for, however it reaches the project. */
export interface Wanted {
  readonly jobName: string
  readonly config: JsonObject
  readonly options: Pick<LaunchOptions, 'location' | 'tag' | 'select' | 'inputsFrom' | 'idempotencyKey'>
}

export interface Launched {
  readonly runId: string
  readonly isRepeated: boolean
  readonly warnings: readonly string[]
}

/** One thing that is wrong with a run config. */
export interface ConfigProblem {
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
  readonly expected?: string | null
  readonly didYouMean?: string | null
}

function problemLine({ path, message, didYouMean }: ConfigProblem): string {
  const where = path.join('.')
  const meant = didYouMean == null || message.includes(didYouMean) ? '' : ` Did you mean "${didYouMean}"?`
  return `  ${where === '' || message.includes(where) ? '' : `${where}: `}${message}${meant}`
}

/** All that is wrong with the config, as one error. */
export function invalidConfig(jobName: string, errors: readonly ConfigProblem[]): FrameworkError {
  const message = `The run config does not fit the job "${jobName}":\n${errors.map(problemLine).join('\n')}`
  return new FrameworkError('INVALID_RUN_CONFIG', { message, details: { errors } })
}

const CODES = {
  'unknown-job': 'UNKNOWN_JOB',
  'location-not-loaded': 'LOCATION_NOT_LOADED',
  'invalid-selection': 'INVALID_OP_SELECTION',
  'unknown-source-run': 'RUN_NOT_FOUND',
  'idempotency-conflict': 'IDEMPOTENCY_CONFLICT',
  'invalid-run-id': 'INVALID_RUN_ID',
} as const

/** What was launched. @throws FrameworkError for every outcome that is a refusal */
export function launchedOf(outcome: LaunchOutcome, jobName: string, jobNames: readonly string[]): Launched {
  switch (outcome.kind) {
    case 'launched':
    case 'already-launched':
      return { runId: outcome.run.runId, isRepeated: outcome.kind === 'already-launched', warnings: outcome.warnings }
    case 'invalid-config':
      throw invalidConfig(jobName, outcome.errors)
    case 'invalid-tags':
      throw new FrameworkError('INVALID_TAGS', { message: outcome.problems.map(({ message }) => message).join('\n') })
    case 'unknown-job':
      throw new FrameworkError('UNKNOWN_JOB', { message: withJobs(outcome.message, outcome.didYouMean, jobNames) })
    default:
      throw new FrameworkError(CODES[outcome.kind], { message: outcome.message })
  }
}

/** Where no name comes close, those that there are. */
export const withJobs = (message: string, didYouMean: string | null, jobNames: readonly string[]): string =>
  didYouMean === null && jobNames.length > 0 ? `${message} There are ${listed(jobNames)}.` : message
