import { FrameworkError, type ReexecutionRequest } from '@pawl/core/plugin'
import { type ConfigProblem, invalidConfig, type Launched } from '../launch/launched.ts'
import type { DaemonClient } from '../project/daemon-client.ts'

const REEXECUTE = `mutation Reexecute($params: ReexecutionParams!) {
  launchRunReexecution(reexecutionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } alreadyLaunched warnings }
    ... on RunConfigInvalid { errors { path code message expected didYouMean } }
    ... on Error { message }
  }
}`

/** In the words of a re-execution without a daemon. */
const CODES = {
  RunNotFoundError: 'RUN_NOT_FOUND',
  ReexecutionNotAllowedError: 'REEXECUTION_NOT_ALLOWED',
  InvalidMarkedStepsError: 'INVALID_MARKED_STEPS',
  InvalidTagsError: 'INVALID_TAGS',
  InvalidOpSelectionError: 'INVALID_OP_SELECTION',
  JobNotFoundError: 'UNKNOWN_JOB',
  LocationNotLoadedError: 'LOCATION_NOT_LOADED',
  IdempotencyConflictError: 'IDEMPOTENCY_CONFLICT',
} as const

type Answer =
  | {
      readonly __typename: 'LaunchRunSuccess'
      readonly run: { readonly runId: string }
      readonly alreadyLaunched: boolean
      readonly warnings: readonly string[]
    }
  | { readonly __typename: 'RunConfigInvalid'; readonly errors: readonly ConfigProblem[] }
  | { readonly __typename: keyof typeof CODES; readonly message: string }

const paramsOf = ({ config, tags, useParentTags, origin: _, launchedBy: _by, ...request }: ReexecutionRequest): object => ({
  ...request,
  runConfigData: config,
  tags: tags === undefined ? undefined : Object.entries(tags).map(([key, value]) => ({ key, value: String(value) })),
  useParentRunTags: useParentTags,
})

/** Launches a re-execution through the project's daemon. @throws FrameworkError for every refusal */
export async function reexecuteByDaemon(client: DaemonClient, request: ReexecutionRequest, jobName: string): Promise<Launched> {
  const data = await client.query<{ readonly launchRunReexecution: Answer }>(REEXECUTE, { params: paramsOf(request) })
  const answer = data.launchRunReexecution
  switch (answer.__typename) {
    case 'LaunchRunSuccess':
      return { runId: answer.run.runId, isRepeated: answer.alreadyLaunched, warnings: answer.warnings }
    case 'RunConfigInvalid':
      throw invalidConfig(jobName, answer.errors)
    default:
      throw new FrameworkError(CODES[answer.__typename], { message: answer.message })
  }
}
