import { type LaunchOutcome, type LaunchRequest, launchRun } from '@pawl/core/plugin'
import type { GraphqlContext } from '../context.ts'
import type { ExecutionParams, ResolversTypes } from '../generated/schema-types.ts'
import { type InvalidTags, invalidTags, readTags } from '../input/reexecution-request.ts'
import { readRunConfig } from '../input/run-config-data.ts'
import { invalidConfig, questionProblem } from '../reads/fetch-run-config.ts'
import { runNotFound } from '../reads/fetch-runs.ts'

type LaunchResult = Awaited<ResolversTypes['LaunchRunResult']>

function launchRequest(
  params: ExecutionParams,
  { config, tags }: Pick<LaunchRequest, 'config' | 'tags'>,
  context: GraphqlContext,
): LaunchRequest {
  const { selector, executionMetadata, inputsFromRunId, idempotencyKey } = params
  const { jobName, locationName, opSelection } = selector
  const runId = executionMetadata?.runId
  return {
    jobName,
    ...(locationName == null ? {} : { locationName }),
    ...(config === undefined ? {} : { config }),
    opSelection: opSelection ?? null,
    ...(tags === undefined ? {} : { tags }),
    ...(runId == null ? {} : { runId }),
    ...(inputsFromRunId == null ? {} : { inputsFromRunId }),
    ...(idempotencyKey == null ? {} : { idempotencyKey }),
    origin: { kind: context.origin },
  }
}

function launchResult(outcome: LaunchOutcome, { instance, shownText }: GraphqlContext): LaunchResult {
  switch (outcome.kind) {
    case 'launched':
    case 'already-launched': {
      const { kind, run, warnings } = outcome
      return { __typename: 'LaunchRunSuccess', run, alreadyLaunched: kind === 'already-launched', warnings }
    }
    case 'invalid-config':
      return invalidConfig(outcome.errors)
    case 'invalid-tags':
      return invalidTags(outcome.problems)
    case 'idempotency-conflict':
      return { __typename: 'IdempotencyConflictError', message: outcome.message }
    case 'invalid-run-id':
      return { __typename: 'InvalidRunIdError', message: outcome.message }
    case 'unknown-source-run':
      return { ...runNotFound(outcome.runId), message: outcome.message }
    default:
      return questionProblem(outcome, instance.locations, shownText)
  }
}

/** Launches a run, or says everything that is wrong with the request. */
export async function launch(context: GraphqlContext, params: ExecutionParams): Promise<LaunchResult> {
  const tags = readTags(params.executionMetadata?.tags)
  if ('__typename' in tags) return tags as InvalidTags
  const read = readRunConfig(params.runConfigData)
  if (!read.ok) return invalidConfig(read.errors)
  return launchResult(await launchRun(context.instance, launchRequest(params, { config: read.config, tags }, context)), context)
}
