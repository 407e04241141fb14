import { type LaunchOutcome, type LaunchRequest, launchRun, type TagsInput } from '@pawl/core/plugin'
import type { GraphqlContext } from '../context.ts'
import type { ExecutionParams, ResolversTypes } from '../generated/schema-types.ts'
import { checkedList } from '../input/limits.ts'
import { readRunConfig } from '../input/run-config-data.ts'
import { invalidConfig, questionProblem } from '../reads/fetch-run-config.ts'
import { runNotFound } from '../reads/fetch-runs.ts'

type LaunchResult = Awaited<ResolversTypes['LaunchRunResult']>

const repeatedKeys = (tags: readonly { readonly key: string }[]): readonly string[] => {
  const counts = Map.groupBy(tags, ({ key }) => key)
  return [...counts].filter(([, given]) => given.length > 1).map(([key]) => key)
}

function launchRequest(params: ExecutionParams, config: LaunchRequest['config'], context: GraphqlContext): LaunchRequest {
  const { selector, executionMetadata, inputsFromRunId, idempotencyKey } = params
  const { jobName, locationName, opSelection } = selector
  const tags: TagsInput = Object.fromEntries((executionMetadata?.tags ?? []).map(({ key, value }) => [key, value]))
  const runId = executionMetadata?.runId
  return {
    jobName,
    ...(locationName == null ? {} : { locationName }),
    ...(config === undefined ? {} : { config }),
    opSelection: opSelection ?? null,
    tags,
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
      return {
        __typename: 'InvalidTagsError',
        message: outcome.problems.map(({ message }) => message).join(' '),
        problems: outcome.problems,
      }
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
  const tags = checkedList(params.executionMetadata?.tags ?? [], 'tags')
  const problems = repeatedKeys(tags).map((key) => ({ key, message: `The tag "${key}" is given more than once. Keep one.` }))
  if (problems.length > 0) {
    return { __typename: 'InvalidTagsError', message: problems.map(({ message }) => message).join(' '), problems }
  }
  const read = readRunConfig(params.runConfigData)
  if (!read.ok) return invalidConfig(read.errors)
  return launchResult(await launchRun(context.instance, launchRequest(params, read.config, context)), context)
}
