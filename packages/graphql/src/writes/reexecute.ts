import { launchReexecution, type ReexecutionRequest } from '@pawl/core/plugin'
import type { GraphqlContext } from '../context.ts'
import type { ReexecutionParams, ReexecutionStrategy, ResolversTypes } from '../generated/schema-types.ts'
import { checkedList } from '../input/limits.ts'
import { plainReexecution, readReexecution } from '../input/reexecution-request.ts'
import { reexecutionProblem } from '../output/reexecution-problem.ts'

type LaunchResult = Awaited<ResolversTypes['LaunchRunReexecutionResult']>

async function launchResult(context: GraphqlContext, request: ReexecutionRequest): Promise<LaunchResult> {
  const outcome = await launchReexecution(context.instance, request)
  if (!('warnings' in outcome)) return reexecutionProblem(outcome, context)
  const { kind, run, warnings } = outcome
  return { __typename: 'LaunchRunSuccess', run, alreadyLaunched: kind === 'already-launched', warnings }
}

/** Makes a new run of one that has ended, or says everything that is wrong with the request. */
export async function reexecute(context: GraphqlContext, params: ReexecutionParams): Promise<LaunchResult> {
  const read = readReexecution(params, context)
  return 'request' in read ? launchResult(context, read.request) : read
}

/** One answer for each run, in order; one after the other, since each asks the same process of users' code. */
export async function reexecuteAll(
  context: GraphqlContext,
  runIds: readonly string[],
  strategy: ReexecutionStrategy,
): Promise<readonly LaunchResult[]> {
  const results: LaunchResult[] = []
  for (const runId of checkedList(runIds, 'runIds'))
    results.push(await launchResult(context, plainReexecution(runId, strategy, context)))
  return results
}
