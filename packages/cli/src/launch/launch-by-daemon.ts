import { setTimeout as sleep } from 'node:timers/promises'
import { FrameworkError } from '@pawl/core/plugin'
import type { DaemonClient } from '../project/daemon-client.ts'
import { type ConfigProblem, invalidConfig, type Launched, type Wanted, withJobs } from './launched.ts'

const POLL_MS = 100

const LOCATIONS = '{ locations { name status jobNames } }'
interface LocationsData {
  readonly locations: readonly { readonly name: string; readonly status: string; readonly jobNames: readonly string[] }[]
}

const LAUNCH = `mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } alreadyLaunched warnings }
    ... on RunConfigInvalid { errors { path code message expected didYouMean } }
    ... on JobNotFoundError { didYouMean }
    ... on Error { message }
  }
}`
type LaunchAnswer =
  | {
      readonly __typename: 'LaunchRunSuccess'
      readonly run: { readonly runId: string }
      readonly alreadyLaunched: boolean
      readonly warnings: readonly string[]
    }
  | { readonly __typename: 'RunConfigInvalid'; readonly errors: readonly ConfigProblem[] }
  | { readonly __typename: 'JobNotFoundError'; readonly message: string; readonly didYouMean: string | null }
  | { readonly __typename: keyof typeof CODES; readonly message: string }

/** In the words of a launch without a daemon. */
const CODES = {
  InvalidTagsError: 'INVALID_TAGS',
  InvalidOpSelectionError: 'INVALID_OP_SELECTION',
  LocationNotLoadedError: 'LOCATION_NOT_LOADED',
  IdempotencyConflictError: 'IDEMPOTENCY_CONFLICT',
  InvalidRunIdError: 'INVALID_RUN_ID',
  RunNotFoundError: 'RUN_NOT_FOUND',
} as const

/** A daemon that has just started, or that reloads, knows its jobs in a moment. */
export async function loadedLocations(
  client: DaemonClient,
  name: string | undefined,
  signal: AbortSignal,
): Promise<LocationsData['locations']> {
  for (;;) {
    const { locations } = await client.query<LocationsData>(LOCATIONS)
    const awaited = locations.filter((location) => name === undefined || location.name === name)
    if (awaited.every(({ status }) => status !== 'LOADING')) return locations
    await sleep(POLL_MS, undefined, { signal })
  }
}

const paramsOf = ({ jobName, config, options }: Wanted): object => ({
  selector: { jobName, locationName: options.location, opSelection: options.select },
  runConfigData: config,
  executionMetadata: { tags: Object.entries(options.tag ?? {}).map(([key, value]) => ({ key, value })) },
  inputsFromRunId: options.inputsFrom,
  idempotencyKey: options.idempotencyKey,
})

/** Launches a run through the project's daemon. @throws FrameworkError for every refusal */
export async function launchByDaemon(client: DaemonClient, wanted: Wanted, signal: AbortSignal): Promise<Launched> {
  const locations = await loadedLocations(client, wanted.options.location, signal)
  const { launchRun: answer } = await client.query<{ readonly launchRun: LaunchAnswer }>(LAUNCH, { params: paramsOf(wanted) })
  switch (answer.__typename) {
    case 'LaunchRunSuccess':
      return { runId: answer.run.runId, isRepeated: answer.alreadyLaunched, warnings: answer.warnings }
    case 'RunConfigInvalid':
      throw invalidConfig(wanted.jobName, answer.errors)
    case 'JobNotFoundError': {
      const jobNames = locations.flatMap((location) => location.jobNames)
      throw new FrameworkError('UNKNOWN_JOB', { message: withJobs(answer.message, answer.didYouMean, jobNames) })
    }
    default:
      throw new FrameworkError(CODES[answer.__typename], { message: answer.message })
  }
}
