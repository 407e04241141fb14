import { isFinished, type Run as RunRecord, retryDecisionOf } from '@pawl/core/plugin'
import { stringify } from 'yaml'
import type { GraphqlContext } from '../context.ts'
import type { RunResolvers, RunsResolvers } from '../generated/schema-types.ts'
import { eventCursor, readStepCursor } from '../input/cursors.ts'
import { checkedLimit } from '../input/limits.ts'
import { tagList } from '../output/tag-list.ts'
import { fetchCapturedLogKeys } from '../reads/fetch-captured-logs.ts'
import { fetchOutputs } from '../reads/fetch-outputs.ts'
import { fetchQueueReason } from '../reads/fetch-queue.ts'
import { fetchRunFailure } from '../reads/run-failure.ts'
import { countSteps } from '../steps/count-steps.ts'
import { listSteps, type StepSource } from '../steps/list-steps.ts'
import { oneStep } from '../steps/named-steps.ts'
import type { Complete } from './complete.ts'

const stepsOf = (run: RunRecord, { instance, plans }: GraphqlContext): StepSource => ({ run, plans, runs: instance.runs })

export const Run: Complete<RunResolvers> = {
  id: (run) => run.runId,
  runId: (run) => run.runId,
  jobName: (run) => run.jobName,
  locationName: (run) => run.locationName,
  status: (run) => run.status,
  tags: (run) => tagList(run.tags),
  runConfig: (run) => run.config,
  runConfigYaml: (run) => stringify(run.config),
  opSelection: (run) => run.opSelection,
  generation: (run) => run.generation,
  createdAt: (run) => run.createdAt,
  startingAt: (run) => run.startingAt,
  startedAt: (run) => run.startedAt,
  endedAt: (run) => run.endedAt,
  failureReason: (run) => run.failureReason,
  failure: (run, _args, { instance, shownText }) => fetchRunFailure(instance.eventLog, run, shownText),
  cancelCause: (run) => run.cancelCause,
  launchedBy: (run) => run.launchedBy,
  origin: (run) => run.origin.kind,
  priority: (run) => run.priority,
  rootRunId: (run) => run.rootRunId,
  parentRunId: (run) => run.parentRunId,
  retryNumber: (run) => run.retryNumber,
  retryOfRunId: (run) => run.retryOfRunId,
  strategy: (run) => run.strategy,
  notBefore: (run) => run.notBefore,
  willRetry: ({ tags }) => (tags['pawl/will_retry'] === undefined ? null : tags['pawl/will_retry'] === 'true'),
  autoRetryRunId: (run) => run.tags['pawl/auto_retry_run_id'] ?? null,
  retryDecision: (run, _args, { instance }) => retryDecisionOf(instance.eventLog, run),
  groupSize: (run, _args, { instance }) => instance.runs.countRuns({ rootRunId: run.rootRunId }),
  canTerminate: (run) => !isFinished(run.status),
  eventsCursor: (run) => eventCursor(run.nextSeq - 1),
  stepCounts: (run, _args, context) => countSteps(stepsOf(run, context)),
  steps: (run, { cursor, limit }, context) =>
    listSteps(stepsOf(run, context), { after: cursor == null ? undefined : readStepCursor(cursor), limit: checkedLimit(limit) }),
  step: (run, { stepKey }, context) => oneStep(stepsOf(run, context), stepKey),
  outputs: (run, args, { instance }) => fetchOutputs(instance.runs, run, args),
  queueReason: (run, _args, { instance }) => fetchQueueReason(instance, run),
  capturedLogKeys: (run, _args, { instance }) => fetchCapturedLogKeys(instance.capturedLogs, run.runId),
}

export const Runs: Complete<RunsResolvers> = {
  results: (page) => page.results,
  cursor: (page) => page.cursor,
  hasMore: (page) => page.hasMore,
  count: (page, _args, { instance }) => instance.runs.countRuns(page.filter),
}
