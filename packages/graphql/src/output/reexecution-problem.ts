import type { ReexecutionRefusal } from '@pawl/core/plugin'
import type { GraphqlContext } from '../context.ts'
import type { ResolversTypes } from '../generated/schema-types.ts'
import { invalidTags } from '../input/reexecution-request.ts'
import { invalidConfig, questionProblem } from '../reads/fetch-run-config.ts'
import { runNotFound } from '../reads/fetch-runs.ts'

type LaunchResult = Awaited<ResolversTypes['LaunchRunReexecutionResult']>
type ReexecutionProblem = Exclude<LaunchResult, { readonly __typename: 'LaunchRunSuccess' }>

/** Why a re-execution, or its preview, comes to nothing. */
export function reexecutionProblem(
  refusal: ReexecutionRefusal,
  { instance, shownText }: Pick<GraphqlContext, 'instance' | 'shownText'>,
): ReexecutionProblem {
  switch (refusal.kind) {
    case 'unknown-run':
      return runNotFound(refusal.runId)
    case 'not-allowed': {
      const { message, run, strategy } = refusal
      return { __typename: 'ReexecutionNotAllowedError', message, run, strategy }
    }
    case 'invalid-marks': {
      const problems = refusal.problems.map((problem) => ({ ...problem, message: shownText(problem.message) }))
      const message = problems.map((problem) => problem.message).join(' ')
      return { __typename: 'InvalidMarkedStepsError', message, problems }
    }
    case 'invalid-config':
      return invalidConfig(refusal.errors)
    case 'invalid-tags':
      return invalidTags(refusal.problems)
    case 'idempotency-conflict':
      return { __typename: 'IdempotencyConflictError', message: refusal.message }
    default:
      return questionProblem(refusal, instance.locations, shownText)
  }
}
