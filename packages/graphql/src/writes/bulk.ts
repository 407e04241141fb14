import {
  deleteRun,
  FINISHED_STATUSES,
  launchReexecution,
  RUN_STATUSES,
  type Run,
  type RunFilter,
  type RunStatus,
  terminateRun,
} from '@pawl/core/plugin'
import type { BulkResult } from '../bulk/bulk-operations.ts'
import type { GraphqlContext } from '../context.ts'
import type { BulkAction, BulkOperationParams, ReexecutionStrategy, ResolversTypes } from '../generated/schema-types.ts'
import { checkedList } from '../input/limits.ts'
import { plainReexecution } from '../input/reexecution-request.ts'
import { reexecutionProblem } from '../output/reexecution-problem.ts'
import { filterProblem, runFilter } from '../reads/fetch-runs.ts'

type StartResult = Awaited<ResolversTypes['StartBulkOperationResult']>

/** Runs that one operation may be about. */
const MOST_RUNS = 100_000
const PAGE = 1_000

/** Those that an action can be about, of the ones that a filter finds. */
const STATUSES: Record<BulkAction, readonly RunStatus[]> = {
  RETRY: ['FAILURE', 'CANCELED'],
  TERMINATE: RUN_STATUSES.filter((status) => !FINISHED_STATUSES.has(status)),
  DELETE: RUN_STATUSES.filter((status) => FINISHED_STATUSES.has(status)),
}

const invalid = (message: string): StartResult => ({ __typename: 'InvalidFilterError', message })

/** No more of each than is needed: the configs of so many runs might not fit into memory. */
type Found = Pick<Run, 'runId' | 'rootRunId'>

async function matching({ instance }: GraphqlContext, action: BulkAction, filter: RunFilter): Promise<readonly Found[]> {
  const statuses = filter.statuses?.filter((status) => STATUSES[action].includes(status)) ?? STATUSES[action]
  const found: Found[] = []
  while (found.length < MOST_RUNS) {
    const cursor = found.at(-1)?.runId
    const page = await instance.runs.listRuns({
      filter: { ...filter, statuses },
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    })
    found.push(...page.map(({ runId, rootRunId }) => ({ runId, rootRunId })))
    if (page.length < PAGE) break
  }
  return found
}

/** Of each group only its newest run, and that only if it has failed: whatever failed before was re-executed since. */
async function notYetRetried({ instance }: GraphqlContext, runs: readonly Found[]): Promise<readonly Found[]> {
  const newest = new Map<string, Found>()
  for (const run of runs) if (!newest.has(run.rootRunId)) newest.set(run.rootRunId, run)
  const left: Found[] = []
  for (const run of newest.values()) {
    const [last] = await instance.runs.listRuns({ filter: { rootRunId: run.rootRunId }, limit: 1 })
    if (last?.runId === run.runId) left.push(run)
  }
  return left
}

const failed = (message: string): BulkResult => ({ kind: 'failed', message })

async function retry(context: GraphqlContext, runId: string, strategy: ReexecutionStrategy): Promise<BulkResult> {
  const outcome = await launchReexecution(context.instance, plainReexecution(runId, strategy, context))
  if ('warnings' in outcome) return { kind: 'launched', runId: outcome.run.runId }
  const problem = reexecutionProblem(outcome, context)
  return failed('message' in problem ? problem.message : configMessage(problem.errors))
}

const configMessage = (errors: readonly { readonly message: string }[]): string => errors.map(({ message }) => message).join(' ')

async function terminate({ instance }: GraphqlContext, runId: string): Promise<BulkResult> {
  const outcome = await terminateRun(instance, runId)
  return 'message' in outcome && outcome.kind !== 'retry-canceled' ? failed(outcome.message) : { kind: 'done' }
}

async function remove({ instance }: GraphqlContext, runId: string): Promise<BulkResult> {
  const outcome = await deleteRun(instance, runId)
  return 'message' in outcome ? failed(outcome.message) : { kind: 'done' }
}

async function runsOf(context: GraphqlContext, params: BulkOperationParams): Promise<readonly string[] | StartResult> {
  const { action, runIds, filter } = params
  if ((runIds == null) === (filter == null)) return invalid('Give either "runIds" or "filter", to say which runs it is about.')
  if (runIds != null) return [...new Set(checkedList(runIds, 'runIds'))]
  const problem = filterProblem(filter ?? {}, null)
  if (problem !== undefined) return invalid(problem)
  const runs = await matching(context, action, runFilter(filter ?? {}))
  const chosen = action === 'RETRY' ? await notYetRetried(context, runs) : runs
  return chosen.map(({ runId }) => runId)
}

/** Begins to do something to many runs; a run that cannot be part of it is a failure among others. */
export async function startBulk(context: GraphqlContext, params: BulkOperationParams): Promise<StartResult> {
  const runIds = await runsOf(context, params)
  if ('__typename' in runIds) return runIds
  const { action } = params
  const strategy = params.strategy ?? 'FROM_FAILURE'
  const act = (runId: string): Promise<BulkResult> =>
    action === 'RETRY'
      ? retry(context, runId, strategy)
      : action === 'TERMINATE'
        ? terminate(context, runId)
        : remove(context, runId)
  return { __typename: 'BulkOperation', ...context.bulk.start({ action, runIds, act }) }
}
